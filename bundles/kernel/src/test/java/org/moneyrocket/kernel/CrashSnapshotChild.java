// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/**
 * The process that {@link CrashSnapshotTest} kills. It loads a snapshot unless one is in use, and
 * goes on with the blocks behind it and those before it. It says on standard output:
 *
 * <ul>
 *   <li>{@code opening} before it touches the directory
 *   <li>{@code loaded} when the snapshot is in use
 *   <li>{@code stored HEIGHT BACKGROUND} when both chains are on disk up to these heights
 *   <li>{@code at STEP} when it waits in the middle of writing to be killed there
 *   <li>{@code done} when the snapshot is verified and there are no more blocks
 * </ul>
 */
public final class CrashSnapshotChild {
  private final Random random;
  private final List<Block> blocks;
  private final int base;
  private final Kernel kernel;

  private CrashSnapshotChild(Path directory, Random random, int ratio, String step)
      throws Exception {
    this.random = random;
    this.blocks = CrashChains.read(directory.resolveSibling("a.dat"));
    ChainParameters params = parameters(directory.getParent());
    this.base = params.assumeUtxo().get(0).height();
    long cacheBytes = random.nextBoolean() ? 4 << 20 : 32 << 20;
    CrashSteps.say("opening");
    this.kernel =
        open(
            params,
            directory,
            CrashSteps.notifications(),
            builder ->
                builder.cacheBytes(cacheBytes).crashRatio(ratio).writeSteps(new CrashSteps(step)));
    kernel.importBlocks(List.of());
    kernel.processHeaders(blocks.stream().map(Block::header).toList(), true);
    if (kernel.chain().height() < base) {
      try (InputStream file = Files.newInputStream(directory.resolveSibling("snapshot.dat"))) {
        kernel.loadSnapshot(file, SnapshotHeader.read(file, params));
      }
    }
    CrashSteps.say("loaded");
  }

  /** Writes down what {@link #parameters} reads. */
  static void writeKnown(Path base, AssumeUtxo known) throws Exception {
    Files.writeString(
        base.resolve("known"),
        String.join(
            " ",
            String.valueOf(known.height()),
            known.base().hash().toHex(),
            known.coinsHash().toHex(),
            String.valueOf(known.chainTransactions())));
  }

  /** Returns regtest with the snapshot that was written down. */
  static ChainParameters parameters(Path base) throws Exception {
    String[] words = Files.readString(base.resolve("known")).split(" ");
    return SnapshotParameters.regtestWith(
        new AssumeUtxo(
            Integer.parseInt(words[0]),
            new BlockHash(Bytes.fromHex(words[1])),
            Bytes.fromHex(words[2]),
            Long.parseLong(words[3])));
  }

  static Kernel open(
      ChainParameters params,
      Path directory,
      KernelNotifications notifications,
      UnaryOperator<KernelOptions.Builder> more)
      throws ChainLoadException {
    KernelOptions.Builder builder = CrashChild.options(params, directory, notifications);
    return Kernel.open(more.apply(builder).build());
  }

  /** Arguments: directory, seed, crash ratio, step to stop at. */
  public static void main(String[] args) throws Exception {
    CrashSnapshotChild child =
        new CrashSnapshotChild(
            Path.of(args[0]),
            new Random(Long.parseLong(args[1])),
            Integer.parseInt(args[2]),
            args[3]);
    child.run();
    CrashSteps.say("done");
    // Waits to be killed; ending now would write the state in good order.
    Thread.sleep(60_000);
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = false;
      int height = kernel.chain().height();
      if (height < blocks.size() && random.nextInt(5) == 0) {
        store(height + 1);
        more = true;
      }
      int background = kernel.validatedChain().height();
      if (kernel.isSnapshotUnverified()) {
        // Not always in order, as they come from several peers.
        store(Math.min(base, background + 1 + Math.max(0, random.nextInt(6) - 3)));
        more = true;
      } else if (height < blocks.size()) {
        more = true;
      }
      if (random.nextInt(20) == 0) {
        write();
      }
    }
    write();
  }

  private void store(int height) {
    kernel.processBlock(blocks.get(height - 1), true, true);
  }

  private void write() {
    kernel.flush(random.nextBoolean() ? FlushMode.FORCE_SYNC : FlushMode.FORCE_FLUSH);
    BlockEntry tip = kernel.lastFlushed().orElseThrow();
    int background = kernel.lastFlushedValidated().map(BlockEntry::height).orElse(0);
    CrashSteps.say("stored " + tip.height() + " " + background);
  }
}
