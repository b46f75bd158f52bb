// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.interfaces.process.ProcessInfo.State;
import org.moneyrocket.interfaces.process.ProcessListener;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.server.RpcDirectory;

public class WalletChildTest {
  private static final RpcRequest CREATE =
      RpcRequest.of("createwallet", "[\"w\"]", Optional.empty(), "u", "p");

  private final List<ProcessInfo> processes = new ArrayList<>();
  private final WalletChild child =
      new WalletChild(
          () ->
              new ProcessControl() {
                @Override
                public List<ProcessInfo> list() {
                  return List.copyOf(processes);
                }

                @Override
                public String restart(String role, String peer) {
                  throw new UnsupportedOperationException();
                }

                @Override
                public Subscription subscribe(ProcessListener listener) {
                  throw new UnsupportedOperationException();
                }
              });
  private final RpcDirectory directory = new RpcDirectory(child::absence);

  @Test
  public void callsWaitUntilTheWalletProcessHasCome() {
    wallet(State.STARTING, "");
    assertThat(child.stage()).contains("Loading wallet…");
    wallet(State.RUNNING, "");
    assertThat(child.stage()).contains("Loading wallet…");
    child.arrived();
    assertThat(child.stage()).isEmpty();
    wallet(State.RESTARTING, "ended with status 1");
    assertThat(child.stage()).isEmpty();
  }

  @Test
  public void callsWaitForAWalletProcessThatIsStartedAgainWithoutHavingFailed() {
    wallet(State.RESTARTING, "");
    assertThat(child.stage()).contains("Loading wallet…");
  }

  @Test
  public void nothingWaitsWithoutAWalletProcess() {
    assertThat(child.stage()).isEmpty();
    processes.add(info("wallet", State.RUNNING, "", false));
    assertThat(child.stage()).isEmpty();
    assertThat(new WalletChild(() -> null).stage()).isEmpty();
  }

  @Test
  public void aWalletProcessThatFailedOnceIsNotWaitedFor() {
    wallet(State.RESTARTING, "ended with status 1");
    assertThat(child.stage()).isEmpty();
    wallet(State.FAILED, "ended with status 1");
    assertThat(child.stage()).isEmpty();
  }

  @Test
  public void whileItIsDownItsMethodsAreNotCalledUnknown() {
    assertThat(directory.execute(CREATE).failure().orElseThrow().code())
        .isEqualTo(RpcErrorCode.METHOD_NOT_FOUND.code());
    wallet(State.RESTARTING, "ended with status 1");
    var failure = directory.execute(CREATE).failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(RpcErrorCode.IN_WARMUP.code());
    assertThat(failure.message()).contains("wallet process is restarting");
  }

  @Test
  public void oncePresentAnUnknownMethodIsUnknown() {
    wallet(State.RUNNING, "");
    directory.add(new CreateOnly());
    assertThat(directory.execute(CREATE).result()).contains("true");
    assertThat(
            directory
                .execute(RpcRequest.of("nosuch", "[]", Optional.empty(), "u", "p"))
                .failure()
                .orElseThrow()
                .message())
        .isEqualTo("Method not found");
  }

  private void wallet(State state, String detail) {
    processes.clear();
    processes.add(info("node", State.RUNNING, "", false));
    processes.add(info("wallet", state, detail, true));
  }

  private static ProcessInfo info(String role, State state, String detail, boolean child) {
    return new ProcessInfo(role, "", 1, 0, -1, state, detail, child, "off");
  }

  private static final class CreateOnly implements RpcModule {
    @Override
    public List<RpcMethodInfo> methods() {
      return List.of(new RpcMethodInfo("createwallet", "wallet", true, List.of(), "", ""));
    }

    @Override
    public List<String> walletNames() {
      return List.of();
    }

    @Override
    public RpcReply execute(RpcRequest request) {
      return RpcReply.ok("true");
    }
  }
}
