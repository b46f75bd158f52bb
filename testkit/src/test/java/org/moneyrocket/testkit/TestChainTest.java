// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.vectors.Vectors;

public class TestChainTest {
  // The deterministic keys of Bitcoin Core's test framework, in the order the vectors name them.
  private static final List<String> PAYOUTS =
      List.of(
          "76a9142b4569203694fc997e13f2c0a1383b9e16c77a0d88ac",
          "76a91483a88d66f7ac4ace0d24bb6e58b75abb9f6495e788ac",
          "76a9144ff785b8221dc206314ca12e65773a876dff30ff88ac",
          "51202913b252fe537830f843bfdc5fa7d20ba48639a87c86ff837b92d083c55ad7c1");

  private static List<String> hashes(JsonNode chain) {
    List<String> out = new ArrayList<>();
    chain.get("hashes").forEach(n -> out.add(n.asText()));
    return out;
  }

  @Test
  public void makesTheBlocksThatCoreMakes() {
    JsonNode vector = Vectors.json("chain/regtest_deterministic.json").get("chain_100");
    TestChain chain =
        new TestChain(Bytes.fromHex(PAYOUTS.get(0)), vector.get("mock_time").asLong());
    chain.mineEmpty(100);

    List<String> made = chain.above(0).stream().map(b -> b.hash().toString()).toList();
    assertThat(made).hasSize(100).isEqualTo(hashes(vector));
  }

  @Test
  public void makesTheChainThatCoresTestFrameworkCaches() {
    JsonNode vector = Vectors.json("chain/regtest_deterministic.json").get("framework_cache_199");
    TestChain chain = new TestChain(TestChain.ANYONE, vector.get("mock_time").asLong());
    for (int i = 0; i < 199; i++) {
      chain.next().payout(Bytes.fromHex(PAYOUTS.get(i / 25 % 4))).add();
    }

    List<String> made = chain.above(0).stream().map(b -> b.hash().toString()).toList();
    assertThat(made).hasSize(199).isEqualTo(hashes(vector));
  }
}
