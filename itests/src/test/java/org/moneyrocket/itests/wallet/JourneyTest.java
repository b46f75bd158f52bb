// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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

/** One coin's journey: mined, received, sent, confirmed; the same in every wiring. */
@RunWith(Parameterized.class)
public class JourneyTest {
  private static final long COIN = 100_000_000L;
  private static final long REWARD = 50 * COIN;

  @Parameters(name = "{0}")
  public static Wiring[] wirings() {
    return Wiring.values();
  }

  private final Wiring wiring;
  private TestNode node;
  private Purse alice;
  private Purse bob;

  public JourneyTest(Wiring wiring) {
    this.wiring = wiring;
  }

  @Before
  public void mineAHundredAndOneBlocks() throws Exception {
    node = TestNode.start(wiring).awaitRpc();
    alice = Purse.create(node, "alice");
    bob = Purse.create(node, "bob");
    node.rpc("generatetoaddress", 101, alice.address());
  }

  @After
  public void end() throws Exception {
    node.close();
  }

  @Test
  public void aCoinIsMinedReceivedSentAndConfirmed() throws Exception {
    assertThat(alice.trusted()).isEqualTo(REWARD);
    assertThat(alice.immature()).isEqualTo(100 * REWARD);

    String txid = alice.send(bob.address(), 10 * COIN);

    assertThat(bob.pending()).isEqualTo(10 * COIN);
    long fee = alice.fee(txid);
    assertThat(fee).isBetween(100L, 10_000L);
    assertThat(alice.trusted()).isEqualTo(REWARD - 10 * COIN - fee);
    assertThat(node.rpc("getrawmempool")).hasSize(1);

    node.rpc("generatetoaddress", 1, bob.address());

    assertThat(bob.trusted()).isEqualTo(10 * COIN);
    assertThat(bob.immature()).isEqualTo(REWARD + fee);
    assertThat(alice.trusted()).isEqualTo(2 * REWARD - 10 * COIN - fee);
    assertThat(node.rpc("getrawmempool")).isEmpty();
    assertThat(bob.call("gettransaction", txid).path("confirmations").asInt()).isEqualTo(1);
  }

  @Test
  public void aWalletKilledInTheMiddleOfASendNeitherLosesNorDoublesIt() throws Exception {
    assumeTrue("one process has no wallet process to kill", wiring != Wiring.ONE);
    long seed = System.nanoTime();
    System.out.println("JourneyTest seed " + seed);
    Random random = new Random(seed);
    node.rpc("generatetoaddress", 5, alice.address());
    Set<String> sent = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      String address = bob.address();
      AtomicReference<String> answer = new AtomicReference<>("");
      CountDownLatch started = new CountDownLatch(1);
      Thread sender =
          new Thread(
              () -> {
                started.countDown();
                try {
                  answer.set(alice.send(address, COIN));
                } catch (IOException | RpcError e) {
                  answer.set("");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      sender.start();
      started.await();
      Thread.sleep(random.nextInt(60));
      ProcessHandle.of(node.awaitChild("moneyrocket-wallet"))
          .ifPresent(ProcessHandle::destroyForcibly);
      sender.join();
      alice.awaitBack();
      bob.awaitBack();

      Set<String> now = sends(alice);
      assertThat(now)
          .as("a send is made once or not at all")
          .hasSizeBetween(sent.size(), sent.size() + 1);
      if (!answer.get().isEmpty()) {
        assertThat(now).contains(answer.get());
      }
      sent = now;
    }
    int expected = sent.size();
    Await.until(
        "all sends are in the mempool",
        TestNode.PATIENCE,
        () -> node.rpc("getrawmempool").size() == expected);

    node.rpc("generatetoaddress", 1, alice.address());

    assertThat(bob.trusted()).isEqualTo(sent.size() * COIN);
    long fees = 0;
    for (String txid : sent) {
      fees += alice.fee(txid);
    }
    assertThat(alice.trusted()).isEqualTo(7 * REWARD - sent.size() * COIN - fees);
  }

  private static Set<String> sends(Purse purse) throws Exception {
    Set<String> sends = new HashSet<>();
    for (JsonNode entry : purse.call("listtransactions", "*", 1000)) {
      if (entry.path("category").asText().equals("send")) {
        sends.add(entry.path("txid").asText());
      }
    }
    return sends;
  }

  @Test
  public void aNodeKilledInTheMiddleOfABlockComesBackWithRightBalances() throws Exception {
    String txid = alice.send(bob.address(), 10 * COIN);
    String miner = alice.address();
    // What is at the tip for two seconds is safe.
    Thread.sleep(2500);
    Thread generator =
        new Thread(
            () -> {
              try {
                node.rpc("generatetoaddress", 200, miner);
              } catch (IOException | RpcError e) {
                // The node is killed under this call.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    generator.start();
    Thread.sleep(150);
    if (wiring == Wiring.GUI_NODE_WALLET) {
      ProcessHandle.of(node.awaitChild("moneyrocket-node"))
          .ifPresent(ProcessHandle::destroyForcibly);
    } else {
      node.kill();
      node.start();
    }
    generator.join();
    node.awaitRpc();
    alice.awaitBack();
    bob.awaitBack();

    int height = node.rpc("getblockcount").asInt();
    node.rpc("generatetoaddress", Math.max(1, 110 - height), miner);

    assertThat(bob.call("gettransaction", txid).path("confirmations").asInt()).isPositive();
    assertThat(bob.trusted()).isEqualTo(10 * COIN);
    long total = Purse.sats(node.rpc("gettxoutsetinfo").path("total_amount"));
    assertThat(alice.trusted() + alice.immature() + bob.trusted() + bob.immature())
        .as("every coin of the chain belongs to one of the two wallets")
        .isEqualTo(total);
  }
}
