// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.kernel.snapshot.SnapshotWriter;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.testkit.TestChain;

public class SnapshotTest {
  private static final int BASE = 110;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain();
  private final RecordingNotifications notifications = new RecordingNotifications();
  private ChainParameters params;
  private byte[] snapshot;
  private Bytes finalHash;

  private void prepare() throws Exception {
    chain.mineEmpty(102);
    for (int i = 1; i <= 30; i++) {
      chain.mine(chain.spendCoinbase(i, TestChain.ANYONE));
    }
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.accept(chain.above(0).subList(0, BASE));
      CoinSetStatistics coins =
          kernel.get().coinStatistics(CoinSetStatistics.Hash.SERIALIZED, () -> false).orElseThrow();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (CoinsCursor cursor = kernel.get().coinsCursor()) {
        long written =
            SnapshotWriter.write(
                out, kernel.get().parameters(), cursor, coins.outputs(), () -> false);
        assertThat(written).isEqualTo(coins.outputs());
      }
      snapshot = out.toByteArray();
      BlockEntry tip = kernel.get().chain().requireTip();
      params =
          SnapshotParameters.regtestWith(
              new AssumeUtxo(
                  BASE, tip.hash(), coins.hash().orElseThrow(), tip.chainTransactionCount()));
      kernel.accept(chain.above(BASE));
      finalHash = kernel.coins().hash().orElseThrow();
    }
  }

  private Kernel open(Path directory) throws Exception {
    Kernel kernel =
        Kernel.open(
            KernelOptions.builder(params, directory, notifications)
                .cacheBytes(8 << 20)
                .scriptThreads(1)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build());
    kernel.importBlocks(List.of());
    return kernel;
  }

  private Kernel openWithHeaders(Path directory) throws Exception {
    Kernel kernel = open(directory);
    kernel.processHeaders(chain.above(0).stream().map(Block::header).toList(), true);
    return kernel;
  }

  private BlockEntry load(Kernel kernel, byte[] file) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    return kernel.loadSnapshot(in, SnapshotHeader.read(in, params));
  }

  /** A file whose second half comes when it is released. */
  private static final class SlowFile extends ByteArrayInputStream {
    final CountDownLatch half = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);

    SlowFile(byte[] file) {
      super(file);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (pos + length > count / 2) {
        half.countDown();
        boolean interrupted = false;
        while (released.getCount() > 0) {
          try {
            released.await();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return super.read(target, offset, length);
    }
  }

  @Test
  public void blocksAndQuestionsAreServedWhileASnapshotIsBeingLoaded() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory);
        ExecutorService loader = Executors.newSingleThreadExecutor()) {
      SlowFile file = new SlowFile(snapshot);
      final Future<BlockEntry> loaded =
          loader.submit(() -> kernel.loadSnapshot(file, SnapshotHeader.read(file, params)));
      file.half.await();
      // None of these waits for the file, which goes on only afterwards.
      feed(kernel, chain.above(0).subList(0, 20));
      assertThat(kernel.chain().height()).isEqualTo(20);
      assertThat(kernel.activateBestChain()).isTrue();
      kernel.invalidate(kernel.chain().requireTip());
      kernel.reconsider(kernel.find(chain.at(20).hash()).orElseThrow());
      assertThat(kernel.activateBestChain()).isTrue();
      kernel.flush(FlushMode.FORCE_SYNC);
      file.released.countDown();
      assertThat(loaded.get().height()).isEqualTo(BASE);
      assertThat(kernel.chain().height()).isEqualTo(BASE);
      feed(kernel, chain.above(BASE));
      feed(kernel, chain.above(20).subList(0, BASE - 20));
      assertThat(kernel.chainstates()).hasSize(1);
      assertThat(muHash(kernel)).isEqualTo(finalHash);
    }
  }

  @Test
  public void aSnapshotThatWasOvertakenWhileItCameIsGivenUp() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory);
        ExecutorService loader = Executors.newSingleThreadExecutor()) {
      SlowFile file = new SlowFile(snapshot);
      final Future<BlockEntry> loaded =
          loader.submit(() -> kernel.loadSnapshot(file, SnapshotHeader.read(file, params)));
      file.half.await();
      feed(kernel, chain.above(0));
      file.released.countDown();
      assertThatThrownBy(loaded::get)
          .hasCauseInstanceOf(SnapshotException.class)
          .hasMessageContaining("Work does not exceed active chainstate");
      assertThat(kernel.chain().height()).isEqualTo(chain.height());
      assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
      assertThat(muHash(kernel)).isEqualTo(finalHash);
    }
  }

  private static void feed(Kernel kernel, List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
  }

  private static Bytes muHash(Kernel kernel) {
    return kernel
        .coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false)
        .orElseThrow()
        .hash()
        .orElseThrow();
  }

  @Test
  public void goesOnFromASnapshotAndVerifiesItOnTheSide() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory)) {
      feed(kernel, chain.above(0).subList(0, 10));
      final var heldChain = kernel.chain();
      final var heldCoins = kernel.coins();
      assertThat(load(kernel, snapshot).height()).isEqualTo(BASE);
      assertThat(heldChain.height()).isEqualTo(BASE);
      assertThat(heldCoins.bestBlock()).isEqualTo(chain.at(BASE).hash());
      assertThat(kernel.chainstates()).hasSize(2);
      assertThat(kernel.chainstates().get(0).tip().orElseThrow().height()).isEqualTo(10);
      assertThat(kernel.chainstates().get(0).target().orElseThrow().height()).isEqualTo(BASE);
      assertThat(kernel.chainstates().get(1).validated()).isFalse();
      feed(kernel, chain.above(BASE).subList(0, 5));
      assertThat(kernel.chain().height()).isEqualTo(BASE + 5);
      assertThatThrownBy(() -> load(kernel, snapshot))
          .isInstanceOf(SnapshotException.class)
          .hasMessage("Can't activate a snapshot-based chainstate more than once");
    }
    assertThat(directory.resolve("chainstate_snapshot/base_blockhash"))
        .hasBinaryContent(chain.at(BASE).hash().hash().toArray());
    List<String> background = Collections.synchronizedList(new ArrayList<>());
    try (Kernel kernel = open(directory)) {
      kernel
          .events()
          .subscribe(
              new ChainListener() {
                @Override
                public void backgroundBlockConnected(
                    BlockEntry entry, Block block, BlockUndo undo) {
                  background.add(String.valueOf(entry.height()));
                }
              });
      assertThat(kernel.chain().height()).isEqualTo(BASE + 5);
      feed(kernel, chain.above(BASE + 5));
      assertThat(muHash(kernel)).isEqualTo(finalHash);
      feed(kernel, chain.above(10).subList(0, BASE - 10));
      kernel.events().await(kernel.events().sequence());
      assertThat(background).hasSize(BASE - 10).startsWith("11").endsWith("110");
      assertThat(kernel.chainstates()).hasSize(1);
      assertThat(kernel.chainstates().get(0).validated()).isTrue();
      assertThat(muHash(kernel)).isEqualTo(finalHash);
      assertThat(directory.resolve("blocks/blk00001.dat")).exists();
    }
    try (Kernel kernel = open(directory)) {
      assertThat(kernel.chainstates()).hasSize(1);
      assertThat(kernel.chainstates().get(0).snapshotBase()).isEmpty();
      assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
      assertThat(directory.resolve("chainstate_todelete")).doesNotExist();
      assertThat(kernel.chain().height()).isEqualTo(chain.height());
      assertThat(muHash(kernel)).isEqualTo(finalHash);
      assertThat(kernel.verify(4, 0)).isEqualTo(VerifyResult.SUCCESS);
    }
    assertThat(notifications.fatal).isEmpty();
  }

  @Test
  public void refusesWhatIsNoSnapshotOfThisChain() throws Exception {
    prepare();
    assertMessage(0, "Invalid UTXO set snapshot magic bytes.");
    assertMessage(5, "Version of snapshot 3 does not match any of the supported versions.");
    assertMessage(7, "This snapshot has been created for an unrecognized network.");
    byte[] main = snapshot.clone();
    System.arraycopy(Bytes.fromHex("f9beb4d9").toArray(), 0, main, 7, 4);
    assertThatThrownBy(() -> SnapshotHeader.read(new ByteArrayInputStream(main), params))
        .hasMessage(
            "The network of the snapshot (main) does not match the network of this node"
                + " (regtest).");
  }

  private void assertMessage(int flipped, String message) {
    byte[] bad = snapshot.clone();
    bad[flipped] ^= 1;
    assertThatThrownBy(() -> SnapshotHeader.read(new ByteArrayInputStream(bad), params))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  public void refusesDamagedSnapshotsAndStaysAsItWas() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = open(directory)) {
      assertRefused(kernel, snapshot, "The base block header (");
      kernel.processHeaders(chain.above(0).stream().map(Block::header).toList(), true);
      byte[] truncated = java.util.Arrays.copyOf(snapshot, snapshot.length - 1);
      assertRefused(
          kernel, truncated, "Population failed: Bad snapshot format or truncated snapshot");
      byte[] longer = java.util.Arrays.copyOf(snapshot, snapshot.length + 1);
      assertRefused(
          kernel, longer, "Population failed: Bad snapshot - coins left over after deserializing");
      byte[] fewer = snapshot.clone();
      fewer[43]--;
      assertRefused(kernel, fewer, "Population failed: ");
      byte[] otherScript = snapshot.clone();
      otherScript[otherScript.length - 1] ^= 1;
      assertRefused(kernel, otherScript, "Population failed: Bad snapshot content hash: expected ");
      byte[] unknown = snapshot.clone();
      unknown[20] ^= 1;
      assertRefused(
          kernel, unknown, "assumeutxo block hash in snapshot metadata not recognized (hash: ");
      assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
      assertThat(kernel.chainstates()).hasSize(1);
      feed(kernel, chain.above(0));
      assertRefused(kernel, snapshot, "Population failed: Work does not exceed active chainstate");
    }
  }

  private void assertRefused(Kernel kernel, byte[] file, String message) {
    assertThatThrownBy(() -> load(kernel, file))
        .isInstanceOf(SnapshotException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  public void setsASnapshotAsideThatTurnsOutWrong() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory)) {
      load(kernel, snapshot);
    }
    // As if another hash had been known all along.
    AssumeUtxo known = params.assumeUtxo().get(0);
    params =
        SnapshotParameters.regtestWith(
            new AssumeUtxo(BASE, known.base(), BlockHash.ZERO.hash(), known.chainTransactions()));
    try (Kernel kernel = open(directory)) {
      assertThat(kernel.chain().height()).isEqualTo(BASE);
      feed(kernel, chain.above(0).subList(0, BASE));
      assertThat(notifications.fatal).hasSize(1);
      assertThat(notifications.fatal.get(0)).contains("failed to validate the -assumeutxo");
    }
    assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
    assertThat(directory.resolve("chainstate_snapshot_INVALID")).exists();
    notifications.fatal.clear();
    try (Kernel kernel = open(directory)) {
      assertThat(kernel.chain().height()).isEqualTo(BASE);
      assertThat(kernel.chainstates().get(0).validated()).isTrue();
      feed(kernel, chain.above(BASE));
      assertThat(muHash(kernel)).isEqualTo(finalHash);
    }
    assertThat(notifications.fatal).isEmpty();
  }

  @Test
  public void forgetsASnapshotWhenTheCoinsAreBuiltAnew() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory)) {
      load(kernel, snapshot);
      feed(kernel, chain.above(0));
    }
    try (Kernel kernel =
        Kernel.open(
            KernelOptions.builder(params, directory, notifications)
                .reindexChainState(true)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build())) {
      kernel.importBlocks(List.of());
      assertThat(Files.exists(directory.resolve("chainstate_snapshot"))).isFalse();
      assertThat(muHash(kernel)).isEqualTo(finalHash);
    }
  }

  @Test
  public void removesASnapshotThatWasNotLoadedToItsEnd() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory)) {
      feed(kernel, chain.above(0).subList(0, 10));
      load(kernel, snapshot);
    }
    // As a crash leaves it that comes before the end of loading.
    Files.delete(directory.resolve("chainstate_snapshot/base_blockhash"));
    try (Kernel kernel = openWithHeaders(directory)) {
      assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
      assertThat(kernel.chain().height()).isEqualTo(10);
      assertThat(load(kernel, snapshot).height()).isEqualTo(BASE);
    }
    assertThat(notifications.fatal).isEmpty();
  }

  @Test
  public void completesTheReplacementOfTheChainThatVerifiedASnapshot() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = openWithHeaders(directory)) {
      load(kernel, snapshot);
      feed(kernel, chain.above(0));
    }
    // As a crash leaves it that comes between the two renames.
    Files.move(directory.resolve("chainstate"), directory.resolve("chainstate_todelete"));
    assertReplaced(directory);
    // As a crash leaves it that comes while the old coins are removed.
    Files.createDirectory(directory.resolve("chainstate_todelete"));
    Files.writeString(directory.resolve("chainstate_todelete/000001.sst"), "the rest");
    assertReplaced(directory);
    assertThat(notifications.fatal).isEmpty();
  }

  private void assertReplaced(Path directory) throws Exception {
    try (Kernel kernel = open(directory)) {
      assertThat(kernel.chainstates()).hasSize(1);
      assertThat(kernel.chainstates().get(0).validated()).isTrue();
      assertThat(directory.resolve("chainstate_snapshot")).doesNotExist();
      assertThat(directory.resolve("chainstate_todelete")).doesNotExist();
      assertThat(muHash(kernel)).isEqualTo(finalHash);
    }
  }

  @Test
  public void goesOnFromASnapshotThatWasInUseForAMomentOnly() throws Exception {
    prepare();
    Path directory = folder.newFolder().toPath();
    Path copy = folder.newFolder().toPath();
    Kernel killed = openWithHeaders(directory);
    load(killed, snapshot);
    // What is on disk now is what a crash would leave.
    CrashProcess.copy(directory, copy);
    killed.close();
    try (Kernel kernel = open(copy)) {
      assertThat(kernel.chain().height()).isEqualTo(BASE);
      assertThat(kernel.isSnapshotUnverified()).isTrue();
    }
    assertThat(notifications.fatal).isEmpty();
  }

  @Test
  public void saysThatBlocksBeforeASnapshotAreMissingWhereBlocksMayBePruned() throws Exception {
    prepare();
    try (Kernel kernel =
        Kernel.open(
            KernelOptions.builder(params, folder.newFolder().toPath(), notifications)
                .pruneTargetBytes(KernelOptions.PRUNE_MANUALLY)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build())) {
      kernel.importBlocks(List.of());
      kernel.processHeaders(chain.above(0).stream().map(Block::header).toList(), true);
      assertThat(kernel.pruneHeight()).isEmpty();
      load(kernel, snapshot);
      assertThat(kernel.pruneHeight()).hasValue(BASE);
    }
  }
}
