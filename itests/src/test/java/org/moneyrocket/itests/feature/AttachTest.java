// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.Display;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.Running;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** Wallets and windows that come to a running node, leave, and come back. */
public class AttachTest {
  private static final int TIMES = 10;

  @Test
  public void aWalletComesAndGoesTenTimesWhileTheNodeRunsOn() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET, "-ipcbind=unix", "-disablewallet")) {
      node.awaitRpc();
      long pid = node.process().pid();
      for (int i = 0; i < TIMES; i++) {
        try (Running wallet = node.startBeside("moneyrocket-wallet", "-ipcconnect=unix")) {
          Await.until("a wallet answers", TestNode.PATIENCE, () -> walletAnswers(node));
          wallet.terminate();
          assertThat(wallet.awaitEnd(TestNode.PATIENCE)).isZero();
          assertThat(wallet.errors()).isEmpty();
        }
        Await.until("the wallet is gone", TestNode.PATIENCE, () -> !walletAnswers(node));
      }

      assertThat(node.process().isAlive()).isTrue();
      assertThat(node.process().pid()).isEqualTo(pid);
      assertThat(node.process().errors()).isEmpty();
    }
  }

  private static boolean walletAnswers(TestNode node) throws Exception {
    try {
      node.rpc("listwallets");
      return true;
    } catch (RpcError e) {
      return false;
    }
  }

  @Test
  public void aWindowComesAndGoesTenTimesWhileTheNodeRunsOn() throws Exception {
    Display.require();
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET, "-ipcbind=unix")) {
      node.awaitRpc();
      long uptime = node.rpc("uptime").asLong();
      for (int i = 0; i < TIMES; i++) {
        try (Running window = node.startBeside("moneyrocket-gui", "-ipcconnect=unix")) {
          node.awaitLog("Connected to gui " + window.pid());
          window.terminate();
          assertThat(window.awaitEnd(TestNode.PATIENCE)).isZero();
          assertThat(window.errors()).isEmpty();
        }
      }

      assertThat(node.rpc("uptime").asLong()).isGreaterThanOrEqualTo(uptime);
      assertThat(node.process().isAlive()).isTrue();
      assertThat(node.process().errors()).isEmpty();
    }
  }
}
