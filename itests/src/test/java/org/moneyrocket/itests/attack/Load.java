// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.moneyrocket.itests.harness.RpcClient;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;

/** Payments, blocks, new addresses, encryption, backups and imports, all at once. */
final class Load implements AutoCloseable {
  static final String PAYER = "payer";
  static final String WATCHER = "watcher";
  static final String PASSPHRASE = "correct horse";

  private final TestNode node;
  private final Acknowledged said;
  private final Path folder;
  private final AtomicInteger names;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch paid = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /** One piece of work; what it returns from has been acknowledged. */
  private interface Work {
    void once(RpcClient rpc) throws IOException, InterruptedException;
  }

  /**
   * Starts it.
   *
   * @param folder where backups go
   * @param names gives a new name for each wallet and backup
   */
  Load(TestNode node, Acknowledged said, Path folder, AtomicInteger names) {
    this.node = node;
    this.said = said;
    this.folder = folder;
    this.names = names;
    List<Work> works =
        List.of(
            this::pay,
            this::pay,
            this::mine,
            this::name,
            this::name,
            this::encrypt,
            this::backUp,
            this::watch);
    for (Work work : works) {
      threads.add(Thread.ofPlatform().daemon().name("load").start(() -> repeat(work)));
    }
  }

  /** Waits until the first payment has been acknowledged. */
  boolean isUnderWay() throws InterruptedException {
    return paid.await(60, TimeUnit.SECONDS);
  }

  private void repeat(Work work) {
    RpcClient rpc = node.rpc();
    try {
      while (stopping.getCount() > 0) {
        try {
          work.once(rpc);
        } catch (RpcError | IOException e) {
          // Refused, or killed meanwhile: not acknowledged, so nothing is promised.
          if (stopping.await(20, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pay(RpcClient rpc) throws IOException, InterruptedException {
    String address = rpc.callWallet(PAYER, "getnewaddress").asText();
    said.address(address);
    said.payments.add(rpc.callWallet(PAYER, "sendtoaddress", address, "0.01").asText());
    paid.countDown();
  }

  private void mine(RpcClient rpc) throws IOException, InterruptedException {
    String address = rpc.callWallet(PAYER, "getnewaddress").asText();
    said.address(address);
    String block = rpc.call("generatetoaddress", 1, address).path(0).asText();
    JsonNode header = rpc.call("getblockheader", block);
    said.blocks.put(header.path("height").asInt(), block);
  }

  private void name(RpcClient rpc) throws IOException, InterruptedException {
    said.address(rpc.callWallet(PAYER, "getnewaddress").asText());
  }

  private void encrypt(RpcClient rpc) throws IOException, InterruptedException {
    String wallet = "secret" + names.incrementAndGet();
    rpc.call("createwallet", wallet, false, false, "", false, true, false);
    said.wallets.add(wallet);
    rpc.callWallet(wallet, "encryptwallet", PASSPHRASE);
    said.encrypted.add(wallet);
    rpc.call("unloadwallet", wallet);
  }

  private void backUp(RpcClient rpc) throws IOException, InterruptedException {
    Path file = folder.resolve("backup" + names.incrementAndGet());
    rpc.callWallet(PAYER, "backupwallet", file.toString());
    if (!Files.exists(file)) {
      throw new AssertionError("backup " + file + " was acknowledged and is not there");
    }
    said.backups.add(file);
  }

  private void watch(RpcClient rpc) throws IOException, InterruptedException {
    String address = rpc.callWallet(PAYER, "getnewaddress").asText();
    said.address(address);
    String descriptor =
        rpc.call("getdescriptorinfo", "addr(" + address + ")").path("descriptor").asText();
    JsonNode answer =
        rpc.callWallet(
            WATCHER, "importdescriptors", List.of(Map.of("desc", descriptor, "timestamp", "now")));
    if (answer.path(0).path("success").asBoolean()) {
      said.imported.add(address);
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
