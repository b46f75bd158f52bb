// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.node.TestHeader;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.testkit.vectors.Vectors;

/** Blocks made on regtest are the same, bit by bit, as everybody else's. */
public class RegtestChainTest {
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);

  @Test
  public void aHundredBlocksToOneAddressHaveTheKnownHashes() throws Exception {
    JsonNode vector = vector("chain_100");
    Bytes script = script(vector.get("payout").asText());

    List<String> hashes = mine(100, vector.get("mock_time").asLong(), height -> script);

    assertThat(vector.get("hashes").size()).isEqualTo(100);
    assertThat(hashes).isEqualTo(texts(vector.get("hashes")));
  }

  @Test
  public void theChainThatTestSuitesStartFromHasTheKnownHashes() throws Exception {
    JsonNode vector = vector("framework_cache_199");
    List<Bytes> scripts = new ArrayList<>();
    for (String address : texts(vector.get("payouts_in_turn_25_blocks_each"))) {
      scripts.add(script(address));
    }

    List<String> hashes =
        mine(
            199,
            vector.get("mock_time").asLong(),
            height -> scripts.get((height - 1) / 25 % scripts.size()));

    assertThat(vector.get("hashes").size()).isEqualTo(199);
    assertThat(hashes).isEqualTo(texts(vector.get("hashes")));
  }

  private interface Payout {
    Bytes script(int height);
  }

  private static List<String> mine(int count, long mockTime, Payout payout) {
    BlockAssembler assembler =
        new BlockAssembler(
            REGTEST, new VersionBits(REGTEST), () -> Instant.ofEpochSecond(mockTime));
    NonceSearch search = new NonceSearch(REGTEST, 1_000_000, () -> false);
    TestHeader tip = new TestHeader(REGTEST.genesis().header(), null);
    List<String> hashes = new ArrayList<>();
    for (int height = 1; height <= count; height++) {
      AssemblyOptions options = AssemblyOptions.DEFAULT.withScript(payout.script(height));
      Block block = search.solve(assembler.assemble(tip, List.of(), options).block()).orElseThrow();
      hashes.add(block.hash().toString());
      tip = new TestHeader(block.header(), tip);
    }
    return hashes;
  }

  private static JsonNode vector(String name) throws Exception {
    return Vectors.json("chain/regtest_deterministic.json").get(name);
  }

  private static Bytes script(String address) {
    return new ChainFormat(REGTEST.keys()).decode(address).orElseThrow().script();
  }

  private static List<String> texts(JsonNode array) {
    List<String> out = new ArrayList<>();
    array.forEach(node -> out.add(node.asText()));
    return out;
  }
}
