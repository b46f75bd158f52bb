// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/**
 * Node, wallet or both are killed at random moments while payments are made, addresses given out,
 * blocks mined, wallets created, encrypted, backed up and keys imported. What was answered is so
 * afterwards, and nothing is half done.
 *
 * <p>{@code -Dmoneyrocket.kill.rounds=500} makes as many rounds in each wiring, {@code
 * -Dmoneyrocket.kill.seed=…} chooses the moments.
 */
@RunWith(Parameterized.class)
public class KilledUnderLoadTest {
  private static final int ROUNDS = Integer.getInteger("moneyrocket.kill.rounds", 3);
  private static final long SATS = 100_000;
  private static final int DEFAULT_DESCRIPTORS = 8;

  /** Plain key records have this name; those of encrypted keys another. */
  private static final String PLAIN_KEY = "walletdescriptorkey";

  @Parameters(name = "{0}")
  public static Wiring[] wirings() {
    return new Wiring[] {Wiring.ONE, Wiring.NODE_WALLET};
  }

  private final Wiring wiring;
  private final Random random;
  private TestNode node;
  private Purse alice;
  private Purse bob;

  /** Whether the load of this round is over. */
  private volatile boolean killed;

  /** What was answered so far; addresses with their labels. */
  private final Set<String> payments = ConcurrentHashMap.newKeySet();

  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Queue<String> twice = new ConcurrentLinkedQueue<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final Set<String> backups = ConcurrentHashMap.newKeySet();
  private final Set<String> encrypted = ConcurrentHashMap.newKeySet();
  private final Set<String> imported = ConcurrentHashMap.newKeySet();
  private volatile int height;

  /** Encryptions and imports that were answered in earlier rounds. */
  private int files;

  public KilledUnderLoadTest(Wiring wiring) {
    this.wiring = wiring;
    long seed = Long.getLong("moneyrocket.kill.seed", System.nanoTime());
    System.out.println("KilledUnderLoadTest " + wiring + " seed " + seed);
    this.random = new Random(seed);
  }

  @Before
  public void mineSomeCoins() throws Exception {
    node = TestNode.prepare(wiring, "-keypool=20");
    node.start();
    node.awaitRpc();
    alice = Purse.create(node, "alice");
    bob = Purse.create(node, "bob");
    node.rpc("generatetoaddress", 120, alice.address());
    height = 120;
    // Blocks are with the operating system two seconds later at most.
    TimeUnit.MILLISECONDS.sleep(2500);
  }

  @After
  public void end() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  public void whatWasAnsweredIsSoAfterAKill() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int paid = payments.size();
      int created = backups.size();
      List<Thread> load = load(round);
      // On a busy machine the load takes a while to come.
      Await.until(
          "a payment and a backup",
          TestNode.PATIENCE,
          () -> payments.size() > paid && backups.size() > created || !unexpected.isEmpty());
      TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1200));
      kill();
      killed = true;
      for (Thread thread : load) {
        thread.join();
      }
      node.awaitRpc();
      alice.awaitBack();
      bob.awaitBack();
      check(round);
    }
    System.out.println(
        "KilledUnderLoadTest "
            + wiring
            + ": "
            + payments.size()
            + " payments, "
            + addresses.size()
            + " addresses, "
            + files
            + " encryptions and imports");
    assertThat(payments).isNotEmpty();
    assertThat(addresses).isNotEmpty();
  }

  private void kill() throws Exception {
    boolean walletAlone = wiring != Wiring.ONE && random.nextBoolean();
    if (walletAlone) {
      ProcessHandle.of(node.awaitChild("moneyrocket-wallet"))
          .ifPresent(ProcessHandle::destroyForcibly);
      return;
    }
    boolean walletToo = wiring != Wiring.ONE && random.nextBoolean();
    Long wallet = walletToo ? node.process().children().get("moneyrocket-wallet") : null;
    node.kill();
    if (wallet != null) {
      ProcessHandle.of(wallet).ifPresent(ProcessHandle::destroyForcibly);
    }
    node.start();
  }

  @FunctionalInterface
  private interface Step {
    void run(int i) throws IOException, InterruptedException;
  }

  private List<Thread> load(int round) throws InterruptedException {
    killed = false;
    CountDownLatch begun = new CountDownLatch(4);
    String target = "payee" + round;
    List<Thread> threads = new ArrayList<>();
    threads.add(
        repeat(
            begun,
            i -> {
              String label = target + "-" + i;
              String address = bob.call("getnewaddress", label).asText();
              if (addresses.put(address, label) != null) {
                twice.add(address);
              }
            }));
    threads.add(
        repeat(
            begun,
            i -> {
              List<String> known = List.copyOf(addresses.keySet());
              if (!known.isEmpty()) {
                payments.add(alice.send(known.get(i % known.size()), SATS));
              }
            }));
    threads.add(
        repeat(
            begun,
            i -> {
              node.rpc("generatetoaddress", 1, alice.address());
              height = Math.max(height, node.rpc("getblockcount").asInt());
              TimeUnit.MILLISECONDS.sleep(50);
            }));
    threads.add(repeat(begun, i -> files(round, i)));
    begun.await();
    return threads;
  }

  /** Creates, encrypts, imports and backs up. */
  private void files(int round, int i) throws IOException, InterruptedException {
    String name = "file" + round + "-" + i;
    node.rpc("createwallet", name, false, false, "", false, true, true);
    Path backup = node.dataDirectory().resolve(name + ".bak");
    node.rpc().callWallet(name, "backupwallet", backup.toString());
    backups.add(backup.toString());
    node.rpc().callWallet(name, "encryptwallet", "secret");
    encrypted.add(name);
    String watched = bob.call("getnewaddress").asText();
    String descriptor =
        node.rpc("getdescriptorinfo", "addr(" + watched + ")").path("descriptor").asText();
    String watching = name + "-watching";
    node.rpc("createwallet", watching, true, true, "", false, true, true);
    JsonNode results =
        node.rpc()
            .callWallet(
                watching,
                "importdescriptors",
                List.of(Map.of("desc", descriptor, "timestamp", "now")));
    if (results.path(0).path("success").asBoolean()) {
      imported.add(watching + " " + watched);
    }
  }

  /** Repeats a step until a process is killed: the node goes on when only the wallet's is. */
  private Thread repeat(CountDownLatch begun, Step step) {
    return Thread.ofPlatform()
        .start(
            () -> {
              begun.countDown();
              for (int i = 0; !killed; i++) {
                try {
                  step.run(i);
                } catch (IOException e) {
                  return; // Killed under this call.
                } catch (RpcError e) {
                  if (!isEnding(e)) {
                    unexpected.add(e.code() + " " + e.getMessage());
                  }
                  return;
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return;
                }
              }
            });
  }

  /**
   * Tells whether an error is what a node without its wallet answers, or a wallet without money.
   */
  private static boolean isEnding(RpcError e) {
    int notFound = -32601;
    int noWallet = -18;
    int noMoney = -6;
    int starting = -28;
    int connection = -9;
    return List.of(notFound, noWallet, noMoney, starting, connection).contains(e.code());
  }

  private void check(int round) throws Exception {
    assertThat(twice).as("addresses given out twice").isEmpty();
    assertThat(unexpected).as("errors").isEmpty();
    String miner = alice.address();
    assertThat(addresses).as("an address of the other wallet").doesNotContainKey(miner);
    int missing = height - node.rpc("getblockcount").asInt();
    if (missing > 0) {
      // Payments may have been made for a height that was lost.
      node.rpc("generatetoaddress", missing, miner);
    }
    for (Map.Entry<String, String> entry : addresses.entrySet()) {
      JsonNode info = bob.call("getaddressinfo", entry.getKey());
      assertThat(info.path("ismine").asBoolean()).as(entry.getKey()).isTrue();
      assertThat(info.path("labels").path(0).asText()).isEqualTo(entry.getValue());
    }
    Await.until(
        "all payments that were answered are confirmed or in the mempool, round " + round,
        TestNode.PATIENCE,
        () -> lost().isEmpty());
    checkFiles();
  }

  private Set<String> lost() throws IOException, InterruptedException {
    Set<String> pooled = new HashSet<>();
    node.rpc("getrawmempool").forEach(txid -> pooled.add(txid.asText()));
    Set<String> lost = new HashSet<>();
    for (String txid : payments) {
      if (!pooled.contains(txid)
          && alice.call("gettransaction", txid).path("confirmations").asInt() <= 0) {
        lost.add(txid);
      }
    }
    return lost;
  }

  private void checkFiles() throws Exception {
    Path wallets = node.chainDirectory().resolve("wallets");
    List<Path> directories;
    try (Stream<Path> entries = Files.list(wallets)) {
      directories = entries.toList();
    }
    Set<String> loaded = new HashSet<>();
    node.rpc("listwallets").forEach(name -> loaded.add(name.asText()));
    for (Path directory : directories) {
      String name = directory.getFileName().toString();
      assertThat(name).as("left unfinished").doesNotStartWith(".");
      if (loaded.add(name)) {
        node.rpc("loadwallet", name);
      }
      if (!name.startsWith("file") || name.endsWith("watching")) {
        continue;
      }
      boolean isEncrypted = node.rpc().callWallet(name, "getwalletinfo").has("unlocked_until");
      // Encrypting makes a new seed, and the descriptors of the old one stay.
      assertThat(node.rpc().callWallet(name, "listdescriptors").path("descriptors"))
          .as(name)
          .hasSize(isEncrypted ? 2 * DEFAULT_DESCRIPTORS : DEFAULT_DESCRIPTORS);
      if (encrypted.contains(name)) {
        assertThat(isEncrypted).as("%s is encrypted", name).isTrue();
      }
      if (isEncrypted) {
        assertThat(text(directory.resolve("wallet.dat"))).as(name).doesNotContain(PLAIN_KEY);
      }
    }
    for (String entry : imported) {
      String[] words = entry.split(" ");
      assertThat(
              node.rpc()
                  .callWallet(words[0], "getaddressinfo", words[1])
                  .path("ismine")
                  .asBoolean())
          .as(entry)
          .isTrue();
    }
    checkBackups();
    for (String name : loaded) {
      if (name.startsWith("file")) {
        // The next round begins with few wallets again.
        remove(name);
      }
    }
    files += encrypted.size() + imported.size();
    encrypted.clear();
    imported.clear();
  }

  private void checkBackups() throws Exception {
    try (Stream<Path> entries = Files.list(node.dataDirectory())) {
      for (Path file : entries.filter(entry -> entry.toString().endsWith(".bak")).toList()) {
        String name = "of-" + file.getFileName();
        node.rpc("restorewallet", name, file.toString());
        assertThat(node.rpc().callWallet(name, "listdescriptors").path("descriptors"))
            .hasSize(DEFAULT_DESCRIPTORS);
        remove(name);
        backups.remove(file.toString());
        Files.delete(file);
      }
    }
    assertThat(backups).as("backups that were answered and are not there").isEmpty();
  }

  private void remove(String name) throws IOException, InterruptedException {
    node.rpc().callWallet(name, "unloadwallet", name, false);
    Path directory = node.chainDirectory().resolve("wallets").resolve(name);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
