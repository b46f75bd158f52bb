// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
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
