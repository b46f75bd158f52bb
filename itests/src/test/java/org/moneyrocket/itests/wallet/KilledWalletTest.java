// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Payments while the wallet's process is killed, in every wiring that has one. */
@RunWith(Parameterized.class)
public class KilledWalletTest {
  private static final long COIN = 100_000_000L;
  private static final long REWARD = 50 * COIN;

  @Parameters(name = "{0}")
  public static Wiring[] wirings() {
    return new Wiring[] {Wiring.NODE_WALLET, Wiring.GUI_NODE_WALLET};
  }

  private final Wiring wiring;
  private TestNode node;
  private Purse alice;
  private Purse bob;

  public KilledWalletTest(Wiring wiring) {
    this.wiring = wiring;
  }

  @Before
  public void mineAHundredAndOneBlocks() throws Exception {
    node = TestNode.prepare(wiring);
    node.start();
    node.awaitRpc();
    alice = Purse.create(node, "alice");
    bob = Purse.create(node, "bob");
    node.rpc("generatetoaddress", 101, alice.address());
  }

  @After
  public void end() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  public void aWalletKilledInTheMiddleOfASendNeitherLosesNorDoublesIt() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KilledWalletTest seed " + seed);
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
}
