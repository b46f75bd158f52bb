// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;
import org.moneyrocket.testkit.vectors.Vectors;

/** The first blocks of the real chain, offline. */
@RunWith(Parameterized.class)
public class RealBlocksTest {
  @Parameters(name = "{0}")
  public static Wiring[] wirings() {
    return new Wiring[] {Wiring.ONE, Wiring.NODE_WALLET};
  }

  private final Wiring wiring;

  public RealBlocksTest(Wiring wiring) {
    this.wiring = wiring;
  }

  private static Path blocks() {
    return Vectors.file("chain/mainnet_blocks_1_256.dat");
  }

  @Test
  public void loadingThemEndsWithTheKnownCoins() throws Exception {
    try (TestNode node = TestNode.prepareOn("main", wiring, "-loadblock=" + blocks())) {
      node.start();
      node.awaitRpc();
      awaitHeight(node, 255);

      JsonNode coins = node.rpc("gettxoutsetinfo", "muhash");

      assertThat(coins.path("bestblock").asText())
          .isEqualTo("00000000d0a75c861fabf9ff7b92022f60e4afeed9331fe5aa073d8e4706fe3c");
      assertThat(coins.path("txouts").asInt()).isEqualTo(260);
      assertThat(coins.path("total_amount").decimalValue()).isEqualByComparingTo("12750");
      assertThat(coins.path("muhash").asText())
          .isEqualTo("60e29020ee287387a5b311fa9d665e232d41fb14f6243342cf1bdd967cc82117");
    }
  }

  @Test
  public void aFlippedByteIsRefusedAtItsBlock() throws Exception {
    byte[] bytes = Files.readAllBytes(blocks());
    // Past the middle, inside the output script of some block's coinbase.
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.createTempFile("damaged", ".dat");
    try (TestNode node = TestNode.prepareOn("main", wiring, "-loadblock=" + damaged)) {
      Files.write(damaged, bytes);
      node.start();
      node.awaitRpc();
      node.awaitLog("initload thread exit");

      int height = node.rpc("getblockcount").asInt();
      assertThat(height).isBetween(100, 160);
      assertThat(node.log()).contains("bad-txnmrklroot");
    } finally {
      Files.delete(damaged);
    }
  }

  private static void awaitHeight(TestNode node, int height) throws Exception {
    Await.until(
        "height " + height, TestNode.PATIENCE, () -> node.rpc("getblockcount").asInt() == height);
  }
}
