// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/**
 * The node is killed while its wallet process is at work: that ends too, whatever it is doing, and
 * the node that is started again finds the wallets free.
 */
public class OrphanTest {
  /** A second is promised; a machine that is busy with other tests is given some more. */
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  /** One call for the wallet process; what it answers does not matter. */
  private interface Work {
    void call(TestNode node, int round) throws IOException, InterruptedException;
  }

  private static final Map<String, Work> WORKS =
      Map.of(
          "payments",
          (node, round) ->
              node.rpc()
                  .callWallet(
                      "w",
                      "walletcreatefundedpsbt",
                      List.of(),
                      List.of(Map.of(node.rpc().callWallet("w", "getnewaddress").asText(), 1))),
          "a rescan",
          (node, round) -> node.rpc().callWallet("w", "rescanblockchain"),
          "encryption",
          (node, round) -> node.rpc("createwallet", "e" + round, false, false, "secret"));

  @Test
  public void theWalletProcessGoesWithItsNodeWhateverItIsDoing() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET, "-fallbackfee=0.0001", "-keypool=20")) {
      node.awaitRpc();
      Await.until(
          "wallets can be made", TestNode.PATIENCE, () -> makesWallet(node) || hasWallet(node));
      String address = node.rpc().callWallet("w", "getnewaddress").asText();
      node.rpc("generatetoaddress", 110, address);
      for (Map.Entry<String, Work> work : WORKS.entrySet()) {
        killAmid(node, work.getKey(), work.getValue());
        node.start();
        Await.until(
            "the wallet is back after " + work.getKey(), TestNode.PATIENCE, () -> hasWallet(node));
      }
    }
  }

  private static void killAmid(TestNode node, String what, Work work) throws Exception {
    long wallet = node.awaitChild("moneyrocket-wallet");
    CountDownLatch begun = new CountDownLatch(4);
    Queue<String> said = new ConcurrentLinkedQueue<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int first = i * 1_000_000;
      callers.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> callUntilItFails(node, work, first, begun, said)));
    }
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    node.kill();

    Await.until(
        "the wallet process has ended amid " + what,
        AT_ONCE,
        () -> ProcessHandle.of(wallet).isEmpty());
    for (Thread caller : callers) {
      caller.join(Duration.ofSeconds(30));
      assertThat(caller.isAlive()).as("a caller amid " + what).isFalse();
    }
    assertThat(said)
        .as("what callers read amid " + what)
        .noneMatch(text -> text.contains("lane") || text.contains("is gone"));
  }

  private static void callUntilItFails(
      TestNode node, Work work, int first, CountDownLatch begun, Queue<String> said) {
    try {
      for (int i = 0; ; i++) {
        begun.countDown();
        try {
          work.call(node, first + i);
        } catch (RpcError e) {
          said.add(String.valueOf(e.getMessage()));
        }
      }
    } catch (IOException e) {
      // The node was killed: its socket is gone.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean makesWallet(TestNode node) throws Exception {
    try {
      return !node.rpc("createwallet", "w", false, false, "", false, true, true).isMissingNode();
    } catch (RpcError | IOException e) {
      return false;
    }
  }

  private static boolean hasWallet(TestNode node) throws Exception {
    try {
      return !node.rpc().callWallet("w", "getwalletinfo").isMissingNode();
    } catch (RpcError | IOException e) {
      return false;
    }
  }
}
