// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

public class RebuildTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain();

  public RebuildTest() {
    chain.mineEmpty(110);
    for (int i = 1; i <= 10; i++) {
      chain.mine(chain.spendCoinbase(i, TestChain.ANYONE));
    }
  }

  private TestKernel kernel() throws Exception {
    TestKernel kernel = new TestKernel(folder.newFolder().toPath());
    kernel.accept(chain.above(0));
    return kernel;
  }

  private static Path block(TestKernel kernel, String name) {
    return kernel.directory().resolve("blocks").resolve(name);
  }

  private static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.seek(offset);
      int value = data.read();
      data.seek(offset);
      data.write(value ^ 1);
    }
  }

  @Test
  public void buildsEverythingAgainFromTheBlockFiles() throws Exception {
    try (TestKernel kernel = kernel()) {
      var before = kernel.coins();
      byte[] blocks = Files.readAllBytes(block(kernel, "blk00000.dat"));

      kernel.restart(b -> b.reindex(true));
      kernel.assertTip(chain.tip());
      assertThat(kernel.coins().hash()).isEqualTo(before.hash());
      assertThat(kernel.get().isReindexing()).isFalse();
      assertThat(Files.readAllBytes(block(kernel, "blk00000.dat"))).isEqualTo(blocks);

      kernel.restart(b -> b.reindexChainState(true));
      kernel.assertTip(chain.tip());
      assertThat(kernel.coins().hash()).isEqualTo(before.hash());

      kernel.restart(b -> b.checkLevel(4).checkBlocks(0));
      kernel.assertTip(chain.tip());
      assertThat(kernel.get().verify(4, 0)).isEqualTo(VerifyResult.SUCCESS);
      chain.mineEmpty(1);
      kernel.accept(chain.tip());
    }
  }

  @Test
  public void findsBlocksThatLieInAnyOrderInItsFiles() throws Exception {
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.get().processHeaders(chain.above(0).stream().map(Block::header).toList(), true);
      List<Block> blocks = new ArrayList<>(chain.above(0));
      java.util.Collections.shuffle(blocks, new java.util.Random(5));
      kernel.accept(blocks);
      kernel.assertTip(chain.tip());

      kernel.restart(b -> b.reindex(true));
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void continuesAReindexThatWasInterrupted() throws Exception {
    try (TestKernel kernel = kernel()) {
      final var before = kernel.coins();
      kernel.close();
      Kernel[] interrupted = new Kernel[1];
      KernelNotifications notifications =
          new KernelNotifications() {
            @Override
            public void headerTip(SyncState state, long height, long time, boolean presync) {
              if (height == 60) {
                assertThat(state).isEqualTo(SyncState.REINDEX);
                interrupted[0].interrupt();
              }
            }

            @Override
            public void fatalError(String text) {
              throw new AssertionError(text);
            }
          };
      interrupted[0] =
          Kernel.open(
              KernelOptions.builder(
                      ChainParameters.of(Chain.REGTEST), kernel.directory(), notifications)
                  .reindex(true)
                  .build());
      interrupted[0].importBlocks(List.of());
      assertThat(interrupted[0].isReindexing()).isTrue();
      assertThat(interrupted[0].bestHeader().orElseThrow().height()).isEqualTo(60);
      interrupted[0].close();

      kernel.restart();
      kernel.assertTip(chain.tip());
      assertThat(kernel.get().isReindexing()).isFalse();
      assertThat(kernel.coins().hash()).isEqualTo(before.hash());
      kernel.restart(b -> b.reindexChainState(true));
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void keepsItsFilesInCoresFormat() throws Exception {
    try (TestKernel kernel = kernel()) {
      kernel.get().flush(FlushMode.FORCE_FLUSH);
      byte[] key = Files.readAllBytes(block(kernel, "xor.dat"));
      assertThat(key).hasSize(8).isNotEqualTo(new byte[8]);
      byte[] file = Files.readAllBytes(block(kernel, "blk00000.dat"));
      assertThat(file).hasSize(16 << 20);
      byte[] undo = Files.readAllBytes(block(kernel, "rev00000.dat"));
      assertThat(undo).hasSize(1 << 20);
      for (int i = 0; i < 293; i++) {
        file[i] ^= key[i % 8];
      }
      assertThat(java.util.HexFormat.of().formatHex(file, 0, 8)).isEqualTo("fabfb5da1d010000");
      assertThat(java.util.Arrays.copyOfRange(file, 8, 293))
          .isEqualTo(TestChain.genesis().toBytes().toArray());
      assertThat(kernel.get().sizeOnDisk())
          .isEqualTo(chain.blocks().stream().mapToLong(b -> b.totalSize() + 8L).sum() + undoSize());
    }
  }

  private long undoSize() {
    // Each block above genesis: overhead, a count of transactions, and for each of the ten spends
    // a count, height and mark, a dummy, amount and script.
    return 120 * 41 + 10 * (1 + 1 + 1 + 1 + 2);
  }

  @Test
  public void refusesToSwitchOffAnExistingKey() throws Exception {
    try (TestKernel kernel = kernel()) {
      assertThatThrownBy(() -> kernel.restart(b -> b.blocksXor(false)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("The blocksdir XOR-key can not be disabled");
      kernel.restart(b -> b);
    }
    try (TestKernel plain = new TestKernel(folder.newFolder().toPath(), b -> b.blocksXor(false))) {
      plain.accept(chain.above(0));
      assertThat(Files.readAllBytes(block(plain, "xor.dat"))).isEqualTo(new byte[8]);
    }
  }

  @Test
  public void namesTheFileThatIsDamaged() throws Exception {
    try (TestKernel kernel = kernel()) {
      var entry = kernel.get().chain().at(60);
      flip(block(kernel, "blk00000.dat"), entry.dataPosition().orElseThrow().offset() + 4L);
      assertThatThrownBy(() -> kernel.get().readBlock(entry))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("blk00000.dat");
      var undone = kernel.get().chain().at(115);
      flip(block(kernel, "rev00000.dat"), undone.undoPosition().orElseThrow().offset() + 3L);
      assertThatThrownBy(() -> kernel.get().readUndo(undone))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("rev00000.dat")
          .hasMessageContaining("checksum mismatch");
      assertThat(kernel.get().verify(3, 0)).isEqualTo(VerifyResult.CORRUPTED);
      assertThatThrownBy(() -> kernel.restart(b -> b.checkBlocks(0)))
          .isInstanceOf(ChainLoadException.class)
          .hasMessageMatching("Corrupted block database detected: .*rev00000.dat is damaged at.*");
      kernel.restart(b -> b.checkBlocks(1));
      assertThat(kernel.get().invalidate(kernel.get().chain().at(100))).isFalse();
    }
  }

  @Test
  public void missesABlockFile() throws Exception {
    try (TestKernel kernel = kernel()) {
      kernel.close();
      Files.delete(block(kernel, "blk00000.dat"));

      assertThatThrownBy(kernel::restart)
          .isInstanceOf(ChainLoadException.class)
          .hasMessageContaining("blk00000.dat");
    }
  }

  @Test
  public void saysThatADatabaseIsDamaged() throws Exception {
    try (TestKernel kernel = kernel()) {
      kernel.close();
      Path coins = kernel.directory().resolve("chainstate");
      try (Stream<Path> files = Files.list(coins)) {
        for (Path file : files.toList()) {
          if (file.toString().endsWith(".sst") || file.toString().endsWith(".log")) {
            byte[] data = Files.readAllBytes(file);
            for (int i = 0; i < data.length; i += 10) {
              data[i] ^= 0x55;
            }
            Files.write(file, data);
          }
        }
      }
      assertThatThrownBy(kernel::restart)
          .isInstanceOf(ChainLoadException.class)
          .hasMessageContaining("Error opening coins database: ")
          .hasMessageContaining("chainstate");
      kernel.restart(b -> b.reindexChainState(true));
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void stopsWhenBlocksCannotBeWritten() throws Exception {
    TestKernel kernel = kernel();
    try {
      Path blocks = kernel.directory().resolve("blocks");
      kernel.restart(b -> b.fastPrune(true));
      // A directory where the next file belongs: not even root can write there.
      Files.createDirectory(blocks.resolve("blk00001.dat"));
      List<Block> more = new TestChainGrowth(chain).bigBlocks();
      assertThatThrownBy(() -> more.forEach(b -> kernel.get().processBlock(b, true, true)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("blk00001.dat");
      assertThat(kernel.notifications.fatal).hasSize(1);
      assertThat(kernel.notifications.fatal.get(0))
          .startsWith("System error while saving block to disk: ");
    } finally {
      kernel.close();
    }
  }

  /** Blocks that fill small files. */
  private record TestChainGrowth(TestChain chain) {
    List<Block> bigBlocks() {
      int from = chain.height();
      for (int i = 0; i < 20; i++) {
        byte[] big = new byte[9000];
        big[0] = 0x6a;
        chain.next().payout(org.moneyrocket.primitives.Bytes.wrap(big)).add();
      }
      return chain.above(from);
    }
  }

  @Test
  public void prunesOnRequestAndStartsWithPrunedBlocks() throws Exception {
    try (TestKernel kernel =
        new TestKernel(
            folder.newFolder().toPath(),
            b -> b.fastPrune(true).pruneTargetBytes(KernelOptions.PRUNE_MANUALLY))) {
      TestChain big = new TestChain();
      for (int i = 0; i < 320; i++) {
        byte[] script = new byte[2000];
        script[0] = 0x6a;
        big.next().payout(org.moneyrocket.primitives.Bytes.wrap(script)).add();
      }
      kernel.accept(big.above(0));
      final long before = kernel.get().sizeOnDisk();
      kernel.get().pruneTo(31);

      assertThat(kernel.get().hasPruned()).isTrue();
      int pruned = kernel.get().pruneHeight().orElseThrow();
      assertThat(pruned).isBetween(1, 31);
      assertThat(kernel.get().sizeOnDisk()).isLessThan(before);
      assertThat(block(kernel, "blk00000.dat")).doesNotExist();
      assertThat(block(kernel, "rev00000.dat")).doesNotExist();
      assertThat(block(kernel, "blk00001.dat")).exists();
      assertThat(kernel.get().chain().at(pruned).isPruned()).isTrue();
      assertThatThrownBy(() -> kernel.get().readBlock(kernel.get().chain().at(1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is not stored");
      kernel.restart();
      kernel.assertTip(big.tip());
      assertThat(kernel.get().pruneHeight()).isEqualTo(OptionalInt.of(pruned));
      assertThat(kernel.get().verify(3, 0)).isEqualTo(VerifyResult.SKIPPED_MISSING_BLOCKS);
      kernel.get().setPruneLock("index", 32);
      kernel.get().pruneTo(31);
      assertThat(kernel.get().pruneHeight()).isEqualTo(OptionalInt.of(pruned));
      // A single block that is fetched again has no undo data.
      kernel.get().processBlock(big.at(pruned), true, true);
      assertThat(kernel.get().readBlock(kernel.get().chain().at(pruned))).isEqualTo(big.at(pruned));
      assertThat(kernel.get().pruneHeight()).isEqualTo(OptionalInt.of(pruned));
      assertThatThrownBy(() -> kernel.restart(b -> b))
          .isInstanceOf(ChainLoadException.class)
          .hasMessageContaining("go back to unpruned mode");
    }
  }

  @Test
  public void stopsAtTheHeightTheUserNamed() throws Exception {
    try (TestKernel kernel = kernel()) {
      kernel.restart(b -> b.reindexChainState(true).stopAtHeight(50));

      assertThat(kernel.get().chain().height()).isEqualTo(50);
    }
  }

  @Test
  public void anInterruptOfAThreadClosesNoFile() throws Exception {
    try (TestKernel kernel = kernel()) {
      Thread.currentThread().interrupt();
      kernel.get().readBlock(kernel.get().chain().at(5));
      chain.mineEmpty(1);
      kernel.accept(chain.tip());
      kernel.get().flush(FlushMode.FORCE_FLUSH);
      assertThat(Thread.interrupted()).isTrue();
      kernel.get().readUndo(kernel.get().chain().at(115));
      assertThat(kernel.notifications.fatal).isEmpty();
    }
  }
}
