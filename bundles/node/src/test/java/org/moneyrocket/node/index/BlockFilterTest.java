// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.vectors.Vectors;

/** Filters are those of BIP158. */
public class BlockFilterTest {
  private static final BlockHash HASH = new BlockHash(Bytes.wrap(new byte[32]));

  @Test
  public void filtersAndHeadersOfThePublishedBlocksAreMade() throws Exception {
    int rows = 0;
    for (JsonNode row : Vectors.json("filters/blockfilters.json")) {
      if (row.size() == 1) {
        continue;
      }
      Block block = Block.decode(Bytes.fromHex(row.get(2).asText()));
      assertThat(block.hash()).hasToString(row.get(1).asText());
      List<Coin> spent = new ArrayList<>();
      row.get(3)
          .forEach(
              script ->
                  spent.add(new Coin(new TxOut(0, Bytes.fromHex(script.asText())), 1, false)));
      BlockUndo undo = new BlockUndo(List.of(new BlockUndo.TxUndo(spent)));

      BlockFilter filter = BlockFilter.of(block, undo);

      assertThat(filter.encoded().toHex()).isEqualTo(row.get(5).asText());
      Bytes previous = Bytes.fromHex(row.get(4).asText()).reversed();
      assertThat(filter.header(previous).reversed().toHex()).isEqualTo(row.get(6).asText());
      BlockFilter again = BlockFilter.read(block.hash(), filter.encoded());
      assertThat(again.hash()).isEqualTo(filter.hash());
      for (Bytes element : BlockFilter.elements(block, undo)) {
        assertThat(again.mayContainAny(List.of(element))).isTrue();
      }
      rows++;
    }
    assertThat(rows).isEqualTo(10);
  }

  @Test
  public void nothingThatIsInIsMissedAndHardlyAnythingElseIsFound() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Set<Bytes> in = scripts(random, 500);
    BlockFilter filter = BlockFilter.read(HASH, BlockFilter.of(HASH, in).encoded());
    assertThat(filter.size()).isEqualTo(500);
    for (Bytes script : in) {
      Set<Bytes> among = scripts(random, 3);
      among.add(script);
      assertThat(filter.mayContainAny(among)).isTrue();
    }
    long found =
        scripts(random, 5000).stream().filter(s -> filter.mayContainAny(List.of(s))).count();
    // One in 784,931 each: three of 5000 would happen once in ten million runs.
    assertThat(found).isLessThan(3);
  }

  private static Set<Bytes> scripts(Random random, int count) {
    Set<Bytes> scripts = new HashSet<>();
    while (scripts.size() < count) {
      byte[] script = new byte[22];
      random.nextBytes(script);
      scripts.add(Bytes.of(script));
    }
    return scripts;
  }

  @Test
  public void theEmptyFilterIsOneByteAndHoldsNothing() throws Exception {
    BlockFilter filter = BlockFilter.of(HASH, Set.of());
    assertThat(filter.encoded().toHex()).isEqualTo("00");
    assertThat(filter.mayContainAny(List.of(Bytes.fromHex("51")))).isFalse();
    assertThat(BlockFilter.read(HASH, filter.encoded()).size()).isZero();
  }

  @Test
  public void badBytesAreRefusedBeforeMemoryIsTaken() {
    for (String bytes : List.of("", "01", "feffffff00", "feffff0000ffff", "0100", "00ff")) {
      assertThatThrownBy(() -> BlockFilter.read(HASH, Bytes.fromHex(bytes)))
          .as(bytes)
          .isInstanceOf(DecodeException.class);
    }
  }
}
