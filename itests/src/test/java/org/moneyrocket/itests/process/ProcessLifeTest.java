// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
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
            .endsWith(
                "Moneyrocket is probably already running. It is process "
                    + node.process().pid()
                    + ".\n");
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

  @Test
  public void whoIsToldThatTheNodeHasStartedFindsEveryMethodServed() throws Exception {
    for (Wiring wiring : List.of(Wiring.ONE, Wiring.NODE_WALLET)) {
      try (TestNode node = TestNode.prepare(wiring)) {
        Path mark = node.dataDirectory().resolve("mark");
        node.start("-startupnotify=touch " + mark);
        Await.until("the command ran", TestNode.PATIENCE, () -> Files.exists(mark));

        assertThat(node.rpc("listwallets").size()).isZero();
        assertThat(node.rpc("getblockcount").asInt()).isZero();
      }
    }
  }

  @Test
  public void aWalletProcessThatWasKilledGetsItsWalletsBackLocked() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET)) {
      node.awaitRpc();
      Await.until("wallets can be made", TestNode.PATIENCE, () -> creates(node, "plain"));
      node.rpc("createwallet", "kept", false, false, "", false, true, true);
      node.rpc("createwallet", "gone");
      node.rpc("unloadwallet", "gone");
      node.rpc("createwallet", "locked", false, false, "secret");
      node.rpc().callWallet("locked", "walletpassphrase", "secret", 600);

      ProcessHandle.of(node.awaitChild("moneyrocket-wallet")).orElseThrow().destroyForcibly();
      Await.until("the wallets are back", TestNode.PATIENCE, () -> wallets(node).size() == 3);

      assertThat(wallets(node)).containsExactlyInAnyOrder("plain", "kept", "locked");
      JsonNode info = node.rpc().callWallet("locked", "getwalletinfo");
      assertThat(info.path("unlocked_until").asLong()).isZero();
    }
  }

  private static boolean creates(TestNode node, String name) throws Exception {
    try {
      return !node.rpc("createwallet", name).isMissingNode();
    } catch (RpcError e) {
      assertThat(e.code()).isEqualTo(-28);
      return false;
    }
  }

  private static List<String> wallets(TestNode node) throws Exception {
    try {
      List<String> names = new ArrayList<>();
      node.rpc("listwallets").forEach(name -> names.add(name.asText()));
      return names;
    } catch (RpcError e) {
      assertThat(e.code()).isIn(-28, -9);
      return List.of();
    }
  }
}
