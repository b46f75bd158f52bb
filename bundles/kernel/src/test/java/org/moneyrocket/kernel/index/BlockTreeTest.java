// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

public class BlockTreeTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Random random = new Random(6);
  private final BlockTree tree = new BlockTree();

  private BlockEntry add(BlockEntry parent) {
    byte[] root = new byte[32];
    random.nextBytes(root);
    BlockHeader header =
        new BlockHeader(
            4,
            parent == null ? BlockHash.ZERO : parent.hash(),
            Bytes.wrap(root),
            1_000_000 + random.nextInt(1000),
            0x207fffff,
            7);
    BlockEntry entry = tree.add(header, header.hash());
    assertThat(entry.header()).isEqualTo(header);
    return entry;
  }

  private List<BlockEntry> grow(BlockEntry from, int count) {
    List<BlockEntry> added = new ArrayList<>();
    BlockEntry at = from;
    for (int i = 0; i < count; i++) {
      at = add(at);
      added.add(at);
    }
    return added;
  }

  @Test
  public void findsAncestorsForksAndLocators() {
    List<BlockEntry> main = grow(null, 3000);
    List<BlockEntry> side = grow(main.get(1700), 900);
    BlockEntry tip = main.getLast();
    for (int i = 0; i < 3000; i += 13) {
      assertThat(tip.ancestor(i)).isSameAs(main.get(i));
    }
    assertThat(tip.ancestor(3000)).isNull();
    assertThat(tip.ancestor(-1)).isNull();
    assertThat(side.getLast().ancestor(1701)).isSameAs(side.get(0));
    assertThat(side.getLast().ancestor(1700)).isSameAs(main.get(1700));
    assertThat(BlockEntry.lastCommon(tip, side.getLast())).isSameAs(main.get(1700));
    assertThat(main.get(5).isAncestorOf(side.getLast())).isTrue();
    assertThat(main.get(1701).isAncestorOf(side.getLast())).isFalse();

    ActiveChain chain = new ActiveChain();
    chain.setTip(tip);
    assertThat(chain.fork(side.getLast())).isSameAs(main.get(1700));
    assertThat(chain.fork(tree, Locators.of(side.getLast())).height()).isBetween(1200, 1700);
    assertThat(chain.fork(tree, Locators.of(tip))).isSameAs(tip);
    assertThat(chain.fork(tree, List.of())).isSameAs(main.get(0));
    chain.setTip(side.getLast());
    assertThat(chain.height()).isEqualTo(2600);
    assertThat(chain.at(1701)).isSameAs(side.get(0));
    assertThat(chain.at(2601)).isNull();
    assertThat(chain.next(main.get(1700))).isSameAs(side.get(0));
    assertThat(chain.next(main.get(1701))).isNull();
    assertThat(tree.bestHeader()).isSameAs(tip);
  }

  @Test
  public void writesLocatorsAtCoresDistances() {
    List<BlockEntry> main = grow(null, 114);
    List<BlockHash> locator = Locators.of(main.get(113));

    assertThat(locator).hasSize(18);
    int[] heights = {
      113, 112, 111, 110, 109, 108, 107, 106, 105, 104, 103, 102, 100, 96, 88, 72, 40, 0
    };
    for (int i = 0; i < heights.length; i++) {
      assertThat(locator.get(i)).isEqualTo(main.get(heights[i]).hash());
    }
  }

  @Test
  public void findsTheEarliestBlockAfterATime() {
    List<BlockEntry> main = grow(null, 200);
    ActiveChain chain = new ActiveChain();
    chain.setTip(main.getLast());
    for (int time = 1_000_000; time < 1_001_010; time += 7) {
      BlockEntry expected = null;
      for (BlockEntry entry : main) {
        if (entry.timeMax() >= time && entry.height() >= 3) {
          expected = entry;
          break;
        }
      }
      assertThat(chain.earliestAtLeast(time, 3)).isSameAs(expected);
    }
  }

  @Test
  public void comesBackFromDiskAsItWas() throws Exception {
    List<BlockEntry> main = grow(null, 300);
    List<BlockEntry> side = grow(main.get(100), 250);
    for (int i = 0; i < 300; i++) {
      tree.stored(main.get(i), new FilePosition(i / 100, 8 + i * 300), 1 + i, true);
      if (i > 0) {
        tree.undoStored(main.get(i), 8 + i * 50);
      }
      tree.raiseValidity(main.get(i), BlockStatus.VALID_SCRIPTS);
    }
    tree.stored(side.get(5), new FilePosition(3, 99), 4, true);
    tree.markFailed(side.get(200));
    var directory = folder.newFolder().toPath();
    try (IndexStore store = new IndexStore(directory, 1 << 20, false)) {
      BlockFileInfo info = new BlockFileInfo(3, 4, 5, 6, 7, 8, 9_000_000_000L);
      store.write(Map.of(3, info), 3, tree.dirty());
      store.setReindexing(true);
      store.writeFlag("prunedblockfiles", true);
    }
    BlockTree loaded = new BlockTree();
    try (IndexStore store = new IndexStore(directory, 1 << 20, false)) {
      assertThat(loaded.load(store, (hash, bits) -> true, hash -> 0, () -> false)).isTrue();
      assertThat(store.readLastFile()).isEqualTo(3);
      assertThat(store.readFile(3))
          .hasToString(new BlockFileInfo(3, 4, 5, 6, 7, 8, 9_000_000_000L).toString());
      assertThat(store.readFile(2)).isNull();
      assertThat(store.isReindexing()).isTrue();
      assertThat(store.readFlag("prunedblockfiles")).isTrue();
      assertThat(store.readFlag("other")).isFalse();
    }
    assertThat(loaded.size()).isEqualTo(550);
    for (BlockEntry entry : main) {
      BlockEntry again = loaded.find(entry.hash());
      assertThat(again.header()).isEqualTo(entry.header());
      assertThat(again.status()).isEqualTo(entry.status());
      assertThat(again.dataPosition()).isEqualTo(entry.dataPosition());
      assertThat(again.undoPosition()).isEqualTo(entry.undoPosition());
      assertThat(again.chainWork()).isEqualTo(entry.chainWork());
      assertThat(again.timeMax()).isEqualTo(entry.timeMax());
      assertThat(again.chainTransactionCount())
          .isEqualTo((entry.height() + 1L) * (entry.height() + 2) / 2);
    }
    assertThat(loaded.find(side.get(199).hash()).isFailed()).isFalse();
    assertThat(loaded.find(side.get(249).hash()).isFailed()).isTrue();
    assertThat(loaded.isUnlinked(loaded.find(side.get(5).hash()))).isTrue();
    assertThat(loaded.bestInvalid().hash()).isEqualTo(side.get(249).hash());
    assertThat(loaded.bestHeader().hash()).isEqualTo(side.get(199).hash());
  }

  @Test
  public void refusesAnIndexThatLacksAHeader() throws Exception {
    List<BlockEntry> main = grow(null, 10);
    var directory = folder.newFolder().toPath();
    try (IndexStore store = new IndexStore(directory, 1 << 20, false)) {
      store.write(Map.of(), 0, main.stream().filter(entry -> entry.height() != 4).toList());
      assertThatThrownBy(
              () -> new BlockTree().load(store, (hash, bits) -> true, hash -> 0, () -> false))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("index of height 4 missing");
      assertThatThrownBy(
              () -> new BlockTree().load(store, (hash, bits) -> false, hash -> 0, () -> false))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("has no proof of work");
    }
  }
}
