// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.TestChain;

/**
 * The process that {@link DiskFullTest} gives a small disk. It stores blocks, fills the disk at a
 * certain moment, goes on until the kernel says that nothing can go on, frees the disk, and starts
 * again. It says on standard output:
 *
 * <ul>
 *   <li>{@code fatal TEXT} what the kernel said
 *   <li>{@code refused TEXT} why something was not done
 *   <li>{@code again HEIGHT} the height at the next start
 *   <li>{@code complete HEIGHT} the height after all blocks came again
 * </ul>
 */
public final class DiskFullChild {
  static final int STORED = 100;
  static final int ALL = 140;
  private static final int JOINED = STORED + 3;
  private static final int OUTPUTS = 6000;

  /** As many that the index cannot write them into what it has reserved on the disk. */
  private static final int HEADERS = 10_000;

  private final Path disk;
  private final String moment;
  private final TestChain chain = new TestChain().mineEmpty(STORED);
  private long cacheBytes = 8 << 20;
  private boolean armed;
  private boolean failed;

  private DiskFullChild(Path disk, String moment) {
    this.disk = disk;
    this.moment = moment;
    chain.mine();
    Transaction split = split();
    chain.mine(split);
    chain.mine(join(split));
    chain.mineEmpty(ALL - JOINED);
  }

  private Transaction split() {
    Transaction coinbase = chain.at(1).transactions().get(0);
    List<TxOut> outputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS; i++) {
      outputs.add(new TxOut(1000 + i, TestChain.ANYONE));
    }
    return TestChain.spend(List.of(new OutPoint(coinbase.txid(), 0)), outputs);
  }

  /** Spends half of them, for which there is undo data of several pages. */
  private static Transaction join(Transaction split) {
    List<OutPoint> inputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS / 2; i++) {
      inputs.add(new OutPoint(split.txid(), i));
    }
    return TestChain.spend(inputs, List.of(new TxOut(1000, TestChain.ANYONE)));
  }

  /** Arguments: directory of the disk, moment at which it becomes full. */
  public static void main(String[] args) throws Exception {
    new DiskFullChild(Path.of(args[0]), args[1]).run();
    System.exit(0);
  }

  private void run() throws Exception {
    Files.createDirectories(disk.resolve("data"));
    try (Kernel kernel = open()) {
      feed(kernel, chain.above(0).subList(0, STORED));
      kernel.flush(FlushMode.FORCE_SYNC);
      armed = true;
      reached("store");
      feed(kernel, chain.above(STORED));
      if (moment.equals("index")) {
        kernel.processHeaders(headers(), true);
      }
      if (!failed) {
        kernel.flush(FlushMode.FORCE_FLUSH);
      }
    } catch (StorageException e) {
      CrashSteps.say("refused " + e.getMessage());
    }
    armed = false;
    // Enough to verify all blocks.
    cacheBytes = 64 << 20;
    Files.delete(filler());
    failed = false;
    try (Kernel kernel = open()) {
      BlockEntry tip = kernel.chain().requireTip();
      CrashSteps.say("again " + tip.height());
      if (kernel.verify(4, 0) != VerifyResult.SUCCESS) {
        throw new IllegalStateException("the blocks cannot be verified");
      }
      feed(kernel, chain.above(0));
      kernel.flush(FlushMode.FORCE_FLUSH);
      CrashSteps.say("complete " + kernel.chain().height());
    }
  }

  private List<BlockHeader> headers() {
    return chain.forkAt(ALL).mineEmpty(HEADERS).above(ALL).stream().map(Block::header).toList();
  }

  private void feed(Kernel kernel, List<Block> blocks) {
    for (Block block : blocks) {
      if (!failed) {
        kernel.processBlock(block, true, true);
      }
    }
  }

  private Kernel open() throws ChainLoadException {
    KernelNotifications notifications =
        new KernelNotifications() {
          @Override
          public void headerTip(SyncState state, long height, long time, boolean presync) {
            if (height == JOINED) {
              // Between the storing of a block and the writing of its undo data.
              reached("undo");
            }
          }

          @Override
          public void flushError(String text) {
            fatalError(text);
          }

          @Override
          public void fatalError(String text) {
            // A node shows the first one and ends.
            if (!failed) {
              CrashSteps.say("fatal " + text);
            }
            failed = true;
          }
        };
    Kernel kernel =
        Kernel.open(
            KernelOptions.builder(
                    ChainParameters.of(Chain.REGTEST), disk.resolve("data"), notifications)
                .cacheBytes(cacheBytes)
                .scriptThreads(1)
                .databaseBatchBytes(1_000)
                .writeSteps(this::reached)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build());
    kernel.importBlocks(List.of());
    return kernel;
  }

  private Path filler() {
    return disk.resolve("filler");
  }

  private void reached(String step) {
    if (!armed || !step.equals(moment) || Files.exists(filler())) {
      return;
    }
    byte[] some = new byte[1 << 20];
    try (FileOutputStream out = new FileOutputStream(filler().toFile())) {
      int size = some.length;
      while (size > 0) {
        size = write(out, some, size);
      }
    } catch (IOException e) {
      CrashSteps.say("full at " + step);
    }
  }

  /** Returns how much to write next. */
  private static int write(FileOutputStream out, byte[] some, int size) {
    try {
      out.write(some, 0, size);
      return size;
    } catch (IOException e) {
      return size / 2;
    }
  }
}
