// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/**
 * At the tip a block that was acknowledged outlasts the process, and a machine that ends before its
 * data is on disk leaves an index that points to nothing wrong. The end of a process is a copy of
 * its files at that moment; the end of the machine is such a copy with the end of the data torn.
 */
public class PendingBlocksTest {
  private static final int SYNCED = 105;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain().mineEmpty(SYNCED);

  public PendingBlocksTest() {
    for (int i = 1; i <= 4; i++) {
      chain.mine(
          TestChain.spend(
              List.of(
                  new org.moneyrocket.primitives.OutPoint(
                      chain.at(i).transactions().get(0).txid(), 0)),
              List.of(new org.moneyrocket.primitives.TxOut(1000, TestChain.ANYONE))));
    }
  }

  private static TestKernel kernel(Path directory) throws Exception {
    return new TestKernel(directory, b -> b.maxTipAgeSeconds(1_000_000));
  }

  /** Stores all blocks, the last ones without a sync, and returns what a kill would leave. */
  private Path killed() throws Exception {
    Path copy = folder.newFolder().toPath().resolve("copy");
    try (TestKernel kernel = kernel(folder.newFolder().toPath())) {
      kernel.accept(chain.above(0).subList(0, SYNCED));
      assertThat(kernel.get().isInitialBlockDownload()).isFalse();
      kernel.get().flush(FlushMode.FORCE_SYNC);
      kernel.accept(chain.above(SYNCED));
      copy(kernel.directory(), copy);
    }
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.endsWith("LOCK")) {
          Files.copy(path, target);
        }
      }
    }
  }

  private void completes(TestKernel kernel) {
    kernel.accept(chain.above(0));
    kernel.assertTip(chain.tip());
    assertThat(kernel.get().chainTips()).hasSize(1);
    for (int height = 1; height <= chain.height(); height++) {
      BlockEntry entry = kernel.get().find(chain.at(height).hash()).orElseThrow();
      assertThat(kernel.get().readRawBlock(entry)).isEqualTo(chain.at(height).toBytes());
      assertThat(kernel.get().readUndo(entry).transactions())
          .hasSize(chain.at(height).transactions().size() - 1);
    }
    assertThat(kernel.coins().height()).isEqualTo(chain.height());
  }

  @Test
  public void noAcknowledgedBlockIsLostByAKill() throws Exception {
    try (TestKernel kernel = kernel(killed())) {
      kernel.assertTip(chain.tip());
      completes(kernel);
      kernel.restart();
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void blocksWhoseDataWasTornAreAskedForAgain() throws Exception {
    for (int lost = 1; lost <= 4; lost++) {
      Path copy = killed();
      byte[] first = chain.at(chain.height() + 1 - lost).toBytes().toArray();
      tear(copy.resolve("blocks"), first);
      try (TestKernel kernel = kernel(copy)) {
        assertThat(kernel.get().chain().height()).isEqualTo(chain.height() - lost);
        Block missing = chain.tip();
        // The header is still known.
        assertThat(kernel.get().find(missing.hash()).orElseThrow().hasData()).isFalse();
        completes(kernel);
        kernel.restart();
        kernel.assertTip(chain.tip());
      }
    }
  }

  /** Zeroes the block file behind the middle of a block, and the ends of undo files. */
  private static void tear(Path blocks, byte[] block) throws Exception {
    byte[] key = Files.readAllBytes(blocks.resolve("xor.dat"));
    byte[] data = Files.readAllBytes(blocks.resolve("blk00000.dat"));
    int at = find(data, key, block);
    try (RandomAccessFile file =
        new RandomAccessFile(blocks.resolve("blk00000.dat").toFile(), "rw")) {
      file.setLength(at + block.length / 2);
      file.setLength(data.length);
    }
  }

  private static int find(byte[] data, byte[] key, byte[] block) {
    for (int at = 0; at < data.length - block.length; at++) {
      int same = 0;
      while (same < block.length && (data[at + same] ^ key[(at + same) % 8]) == block[same]) {
        same++;
      }
      if (same == block.length) {
        return at;
      }
    }
    throw new AssertionError("the block is not in the file");
  }

  @Test
  public void whatTheMachineLeavesOfTheFilesNeverStopsTheKernel() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 12; round++) {
      Path copy = killed();
      // Pages of 512 bytes behind what was synced are there or not, in any order.
      int synced = 0;
      byte[] data = Files.readAllBytes(copy.resolve("blocks/blk00000.dat"));
      byte[] key = Files.readAllBytes(copy.resolve("blocks/xor.dat"));
      synced = find(data, key, chain.at(SYNCED + 1).toBytes().toArray()) - 8;
      drop(copy.resolve("blocks/blk00000.dat"), synced, random);
      byte[] undo = Files.readAllBytes(copy.resolve("blocks/rev00000.dat"));
      int undoSynced = SYNCED * 41;
      assertThat(undo.length).isGreaterThan(undoSynced);
      drop(copy.resolve("blocks/rev00000.dat"), undoSynced, random);
      try (TestKernel kernel = kernel(copy)) {
        assertThat(kernel.notifications.fatal).as("round %d of seed %d", round, seed).isEmpty();
        assertThat(kernel.get().chain().height()).isGreaterThanOrEqualTo(SYNCED);
        completes(kernel);
      }
    }
  }

  private static void drop(Path path, int from, Random random) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      for (long at = from; at < Math.min(file.length(), from + 4096); at = (at / 512 + 1) * 512) {
        if (random.nextBoolean()) {
          file.seek(at);
          file.write(new byte[(int) ((at / 512 + 1) * 512 - at)]);
        }
      }
    }
  }
}
