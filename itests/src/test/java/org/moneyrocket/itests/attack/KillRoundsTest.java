// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/**
 * Node, wallet or both are killed at random moments under load, again and again. Whatever was
 * acknowledged before is there afterwards.
 *
 * <p>A few rounds run in each build; {@code -Dmoneyrocket.kill.rounds=500} asks for more, {@code
 * -Dmoneyrocket.kill.seed=N} for the same moments again, {@code -Dmoneyrocket.kill.strict=true} for
 * the times that a machine without other work keeps, and for every block.
 */
@RunWith(Parameterized.class)
public class KillRoundsTest {
  private static final int ROUNDS = Integer.getInteger("moneyrocket.kill.rounds", 2);
  private static final boolean STRICT = Boolean.getBoolean("moneyrocket.kill.strict");
  private static final Duration NODE_BACK = Duration.ofSeconds(STRICT ? 5 : 180);
  private static final Duration WALLETS_BACK = Duration.ofSeconds(STRICT ? 3 : 180);
  private static final Duration RESUBMITTED = Duration.ofMinutes(STRICT ? 1 : 3);

  private static final int MATURITY = 100;

  @Parameters(name = "{0}")
  public static Wiring[] wirings() {
    return new Wiring[] {Wiring.ONE, Wiring.NODE_WALLET};
  }

  private enum Victim {
    NODE,
    WALLET,
    BOTH
  }

  private final Wiring wiring;
  private final Acknowledged said = new Acknowledged();
  private final AtomicInteger names = new AtomicInteger();
  private TestNode node;
  private Path folder;
  private double slowestNode;
  private double slowestWallets;

  public KillRoundsTest(Wiring wiring) {
    this.wiring = wiring;
  }

  @After
  public void end() throws Exception {
    if (node != null) {
      node.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  @Test
  public void whatWasAcknowledgedSurvivesAKillAtAnyMoment() throws Exception {
    long seed = Long.getLong("moneyrocket.kill.seed", System.nanoTime());
    System.out.println("KillRoundsTest " + wiring + ", " + ROUNDS + " rounds, seed " + seed);
    Random random = new Random(seed);
    folder = Files.createTempDirectory("backups");
    node = TestNode.start(wiring, "-keypool=20");
    node.awaitRpc();
    createWallets();
    for (int round = 0; round < ROUNDS; round++) {
      Victim victim =
          wiring == Wiring.ONE
              ? Victim.NODE
              : Victim.values()[(round + random.nextInt(2)) % Victim.values().length];
      String what = "round " + round + " of seed " + seed + ", " + victim + " killed";
      try (Load load = new Load(node, said, folder, names)) {
        assertThat(load.isUnderWay()).isTrue();
        Thread.sleep(100 + random.nextInt(1500));
        kill(victim);
      }
      comeBack(victim, what);
      check(what, random);
    }
    System.out.printf(
        "KillRoundsTest %s: node back after %.1f s, wallets %.1f s after it, at the most; %d"
            + " payments, %d blocks, %d addresses, %d encrypted, %d backups, %d imports%n",
        wiring,
        slowestNode,
        slowestWallets,
        said.confirmed.size() + said.payments.size(),
        said.blocks.size(),
        said.addressCount(),
        said.encrypted.size(),
        said.backups.size(),
        said.imported.size());
    assertThat(said.blocks).as("blocks that were mined under load").isNotEmpty();
  }

  private void createWallets() throws Exception {
    Await.until("a wallet can be made", TestNode.PATIENCE, () -> creates(Load.PAYER, false));
    assertThat(creates(Load.WATCHER, true)).isTrue();
    String address = node.rpc().callWallet(Load.PAYER, "getnewaddress").asText();
    node.rpc("generatetoaddress", MATURITY + 30, address);
  }

  private boolean creates(String name, boolean watches) throws Exception {
    try {
      return node.rpc("createwallet", name, watches, watches, "", false, true, true).has("name");
    } catch (RpcError e) {
      return false;
    }
  }

  private void kill(Victim victim) throws Exception {
    Optional<ProcessHandle> wallet =
        wiring == Wiring.ONE
            ? Optional.empty()
            : ProcessHandle.of(node.awaitChild("moneyrocket-wallet"));
    if (victim != Victim.NODE) {
      wallet.ifPresent(ProcessHandle::destroyForcibly);
    }
    if (victim != Victim.WALLET) {
      node.kill();
    }
    if (wallet.isPresent()) {
      ProcessHandle process = wallet.get();
      Await.until("the wallet process is gone", TestNode.PATIENCE, () -> !process.isAlive());
    }
  }

  private void comeBack(Victim victim, String what) throws Exception {
    long begin = System.nanoTime();
    if (victim != Victim.WALLET) {
      node.start();
    }
    Await.until("the node answers: " + what, NODE_BACK, () -> answers(""));
    long answered = System.nanoTime();
    slowestNode = Math.max(slowestNode, (answered - begin) / 1e9);
    Await.until(
        "the wallets answer: " + what,
        WALLETS_BACK,
        () -> answers(Load.PAYER) && answers(Load.WATCHER));
    slowestWallets = Math.max(slowestWallets, (System.nanoTime() - answered) / 1e9);
  }

  private boolean answers(String wallet) throws Exception {
    if (!node.process().isAlive()) {
      throw new AssertionError("the node has ended: " + node.process().errors());
    }
    try {
      return wallet.isEmpty()
          ? node.rpc("getblockcount").isInt()
          : node.rpc().callWallet(wallet, "getwalletinfo").has("walletname");
    } catch (IOException | RpcError e) {
      return false;
    }
  }

  private void check(String what, Random random) throws Exception {
    assertThat(said.givenTwice()).as("addresses given twice: " + what).isEmpty();
    checkBlocks(what);
    Await.until(
        "every payment is confirmed or in the mempool: " + what,
        RESUBMITTED,
        this::paymentsAreKept);
    for (String address : said.imported) {
      assertThat(
              node.rpc()
                  .callWallet(Load.WATCHER, "getaddressinfo", address)
                  .path("ismine")
                  .asBoolean())
          .as("import of " + address + ": " + what)
          .isTrue();
    }
    said.imported.clear();
    checkEncrypted(what);
    checkBackups(what, random);
  }

  /** Blocks lie with the operating system before they are acknowledged. */
  private void checkBlocks(String what) throws IOException, InterruptedException {
    for (Map.Entry<Integer, String> block : said.blocks.entrySet()) {
      assertThat(node.rpc("getblockhash", block.getKey()).asText())
          .as("block " + block.getKey() + ": " + what)
          .isEqualTo(block.getValue());
    }
  }

  private boolean paymentsAreKept() throws IOException, InterruptedException {
    Set<String> pool = new HashSet<>();
    node.rpc("getrawmempool").forEach(txid -> pool.add(txid.asText()));
    boolean kept = true;
    for (String txid : List.copyOf(said.payments)) {
      // An error here, because the wallet does not know it, is the end of the test.
      JsonNode transaction = node.rpc().callWallet(Load.PAYER, "gettransaction", txid);
      if (transaction.path("confirmations").asInt() > 0) {
        said.payments.remove(txid);
        said.confirmed.add(txid);
      } else {
        kept &= pool.contains(txid);
      }
    }
    return kept;
  }

  /** Wallets that were made can be loaded, and what was encrypted is. */
  private void checkEncrypted(String what) throws Exception {
    List<String> loaded = new ArrayList<>();
    node.rpc("listwallets").forEach(name -> loaded.add(name.asText()));
    for (String wallet : said.wallets) {
      if (!loaded.contains(wallet)) {
        node.rpc("loadwallet", wallet);
      }
      boolean encrypted = node.rpc().callWallet(wallet, "getwalletinfo").has("unlocked_until");
      assertThat(encrypted || !said.encrypted.contains(wallet))
          .as(wallet + " is encrypted: " + what)
          .isTrue();
      if (encrypted) {
        node.rpc().callWallet(wallet, "walletpassphrase", Load.PASSPHRASE, 1);
      }
      node.rpc("unloadwallet", wallet);
    }
    said.wallets.clear();
  }

  /** What lies under a backup's name is whole, acknowledged or not; one of them is tried. */
  private void checkBackups(String what, Random random) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.getFileName().toString().matches("backup\\d+")).sorted().toList();
    }
    assertThat(files).as("backups: " + what).containsAll(said.backups);
    // The last is the one that the kill may have met.
    Set<Path> tried = new HashSet<>();
    if (!files.isEmpty()) {
      tried.add(files.getLast());
      tried.add(files.get(random.nextInt(files.size())));
    }
    for (Path file : tried) {
      String name = "restored" + names.incrementAndGet();
      node.rpc("restorewallet", name, file.toString(), false);
      assertThat(node.rpc().callWallet(name, "listdescriptors").path("descriptors"))
          .as("descriptors of " + file + ": " + what)
          .isNotEmpty();
      node.rpc("unloadwallet", name);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    said.backups.clear();
  }
}
