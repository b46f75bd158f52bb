// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

/** What callers read when the process that answers them ends. */
public class RpcDirectoryTest {
  @Rule public final Timeout timeout = Timeout.seconds(30);

  private static final RpcRequest SEND =
      RpcRequest.of("sendtoaddress", "[]", Optional.of("w"), "u", "p");

  private final RpcDirectory directory = new RpcDirectory();

  /** A module of another process whose calls end as {@code answer} says. */
  private static class Wallet implements RpcModule {
    private final Supplier<RpcReply> answer;
    private final AtomicInteger calls = new AtomicInteger();

    Wallet(Supplier<RpcReply> answer) {
      this.answer = answer;
    }

    @Override
    public List<RpcMethodInfo> methods() {
      return List.of(new RpcMethodInfo("sendtoaddress", "wallet", true, List.of(), "", ""));
    }

    @Override
    public List<String> walletNames() {
      return List.of("w");
    }

    @Override
    public RpcReply execute(RpcRequest request) {
      calls.incrementAndGet();
      return answer.get();
    }
  }

  private static RpcReply cutOff() {
    throw new RemoteCallException(Reason.LOST, "RpcModule.execute: the lane to wallet 123 ended");
  }

  private static RpcReply notMade() {
    throw RemoteCallException.notMade("RpcModule.execute: wallet 123 is gone", null);
  }

  private static RpcFailure failure(RpcReply reply) {
    return reply.failure().orElseThrow();
  }

  @Test
  public void aCallThatWasCutOffIsNotMadeTwiceAndSaysSo() {
    Wallet wallet = new Wallet(RpcDirectoryTest::cutOff);
    directory.add(wallet);

    RpcFailure failure = failure(directory.execute(SEND));

    assertThat(failure.code()).isEqualTo(RpcErrorCode.CLIENT_NOT_CONNECTED.code());
    assertThat(failure.message())
        .isEqualTo(
            "The wallet process that worked on this call has ended. The call may have taken effect:"
                + " look before making it again.");
    assertThat(wallet.calls).hasValue(1);
  }

  @Test
  public void aCallThatNeverArrivedIsMadeAgainWhenItsProcessIsBack() throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    directory.add(
        new Wallet(
            () -> {
              tried.countDown();
              return notMade();
            }));
    CompletableFuture<RpcReply> reply =
        CompletableFuture.supplyAsync(() -> directory.execute(SEND));
    assertThat(tried.await(10, TimeUnit.SECONDS)).isTrue();
    directory.add(new Wallet(() -> RpcReply.ok("\"sent\"")));

    assertThat(reply.get(10, TimeUnit.SECONDS).result()).contains("\"sent\"");
  }

  @Test
  public void whoDoesNotComeBackIsCalledNotConnected() {
    directory.add(new Wallet(RpcDirectoryTest::notMade));
    directory.stop(); // nobody will come back, so nobody waits

    RpcFailure failure = failure(directory.execute(SEND));

    assertThat(failure.code()).isEqualTo(RpcErrorCode.CLIENT_NOT_CONNECTED.code());
    assertThat(failure.message())
        .isEqualTo("The process that answers sendtoaddress is not connected.");
  }

  @Test
  public void amongSeveralProcessesTheOneThatEndedIsNamedAlike() {
    directory.add(new Wallet(RpcDirectoryTest::cutOff));
    directory.add(
        new Wallet(() -> RpcReply.ok("true")) {
          @Override
          public List<String> walletNames() {
            return List.of("other");
          }
        });

    assertThat(failure(directory.execute(SEND)).message()).doesNotContain("lane", "123");
  }

  @Test
  public void aMethodThatLosesTheProcessItAsksTellsNothingOfLanes() {
    RpcMethod asks =
        new RpcMethod() {
          @Override
          public MethodSpec spec() {
            return MethodSpec.method("asks", "wallet");
          }

          @Override
          public JsonNode run(RpcCall call) {
            throw new RemoteCallException(Reason.LOST, "Chain.feeLimits: the lane to node 5 ended");
          }
        };
    RpcTable table = new RpcTable(Settings.of(Program.NODE), List.of(asks));

    RpcFailure failure =
        failure(table.execute(RpcRequest.of("asks", "[]", Optional.empty(), "u", "p")));

    assertThat(failure.code()).isEqualTo(RpcErrorCode.CLIENT_NOT_CONNECTED.code());
    assertThat(failure.message()).doesNotContain("lane", "node 5");
  }
}
