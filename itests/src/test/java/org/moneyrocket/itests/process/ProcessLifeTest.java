// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.Running;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

public class ProcessLifeTest {
  private static final String UP = "bundles is up";
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  public void endsWithStatusZeroAndAnEmptyStandardErrorAfterSigterm() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitLog(UP);

      assertThat(node.stop()).isZero();
      assertThat(node.process().errors()).isEmpty();
      assertThat(node.chainDirectory().resolve("moneyrocketd.pid")).doesNotExist();
    }
  }

  @Test
  public void endsWithStatusZeroWhenSigtermComesDuringTheStart() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitLog("Using data directory");

      assertThat(node.stop()).isZero();
      assertThat(node.process().errors()).isEmpty();
    }
  }

  @Test
  public void refusesASecondProcessOnTheSameDataDirectory() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitLog(UP);
      try (Running second = node.startBeside("moneyrocketd")) {
        assertThat(second.awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
        assertThat(second.errors())
            .startsWith("Error: Cannot obtain a lock on directory")
            .endsWith("Moneyrocket is probably already running.\n");
      }
    }
  }

  @Test
  public void refusesUnknownOptions() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE, "-fakearg")) {
      assertThat(node.process().awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
      assertThat(node.process().errors())
          .isEqualTo("Error: Error parsing command line arguments: Invalid parameter -fakearg\n");
    }
  }

  @Test
  public void aWalletProcessComesBackAfterItWasKilled() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET)) {
      long first = node.awaitChild("moneyrocket-wallet");
      node.awaitLog("Connected to wallet " + first);

      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      node.awaitLog("The wallet process " + first + " ended with status 137");
      long second = node.awaitChild("moneyrocket-wallet");
      node.awaitLog("Connected to wallet " + second);

      assertThat(second).isNotEqualTo(first);
      assertThat(node.stop()).isZero();
      assertThat(ProcessHandle.of(second)).isEmpty();
      assertThat(node.process().errors()).isEmpty();
    }
  }

  @Test
  public void aChildEndsWhenItsParentIsKilled() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET)) {
      long wallet = node.awaitChild("moneyrocket-wallet");
      node.awaitLog("Connected to wallet " + wallet);

      node.kill();

      Await.until("the wallet has ended", SOON, () -> ProcessHandle.of(wallet).isEmpty());
    }
  }

  @Test
  public void anAttachedWalletConnectsAgainWhenTheNodeComesBack() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET, "-ipcbind=unix", "-disablewallet")) {
      node.awaitLog("Listening for IPC requests");
      try (Running wallet = node.startBeside("moneyrocket-wallet", "-ipcconnect=unix")) {
        node.awaitLog("Connected to wallet " + wallet.pid());

        // Killed, so that the socket is left behind and must be replaced.
        node.kill();
        Running again = node.start();
        node.awaitLog("Connected to " + node.chainDirectory().resolve("node.sock") + " again");

        assertThat(again.isAlive()).isTrue();
        wallet.terminate();
        assertThat(wallet.awaitEnd(TestNode.PATIENCE)).isZero();
        assertThat(wallet.errors()).isEmpty();
      }
    }
  }

  @Test
  public void attachingWithoutANodeIsAClearError() throws Exception {
    try (TestNode node = TestNode.prepare(Wiring.NODE_WALLET);
        Running wallet = node.startBeside("moneyrocket-wallet", "-ipcconnect=unix")) {
      assertThat(wallet.awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
      assertThat(wallet.errors())
          .startsWith("Error: Could not connect to a node at ")
          .endsWith("Is one running with -ipcbind=unix?\n");
    }
  }
}
