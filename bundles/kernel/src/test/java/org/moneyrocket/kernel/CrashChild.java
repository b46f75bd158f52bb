// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/** The process that {@link CrashTest} kills: it connects, reorganises and writes without end. */
public final class CrashChild {
  private CrashChild() {}

  static Kernel open(Path directory, KernelNotifications notifications, int level, int crashRatio)
      throws ChainLoadException {
    return Kernel.open(
        KernelOptions.builder(ChainParameters.of(Chain.REGTEST), directory, notifications)
            .cacheBytes(4 << 20)
            .scriptThreads(2)
            .checkBlockIndex(0)
            .databaseBatchBytes(5_000)
            .crashRatio(crashRatio)
            .checkLevel(level)
            .checkBlocks(level == 0 ? 1 : 0)
            .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
            .build());
  }

  public static void main(String[] args) throws Exception {
    Random random = new Random(Long.parseLong(args[1]));
    KernelNotifications notifications =
        text -> {
          System.out.println("fatal: " + text);
          System.exit(3);
        };
    Path directory = Path.of(args[0]);
    List<Block> a = CrashChains.read(directory.resolveSibling("a.dat"));
    List<Block> b = CrashChains.read(directory.resolveSibling("b.dat"));
    Kernel kernel = open(directory, notifications, 0, Integer.parseInt(args[2]));
    kernel.importBlocks(List.of());
    System.out.println("ready " + kernel.chain().height());
    System.out.flush();
    while (true) {
      for (List<Block> chain : List.of(a, b)) {
        for (Block block : chain) {
          boolean isNew = kernel.processBlock(block, true, true).isNew();
          if (isNew && kernel.chain().height() >= CrashChains.FORK) {
            maybeWrite(kernel, random);
          }
        }
      }
      BlockEntry first = kernel.find(b.get(CrashChains.FORK).hash()).orElseThrow();
      kernel.invalidate(first);
      maybeWrite(kernel, random);
      kernel.activateBestChain();
      maybeWrite(kernel, random);
      kernel.reconsider(first);
      kernel.activateBestChain();
      maybeWrite(kernel, random);
    }
  }

  private static void maybeWrite(Kernel kernel, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> kernel.flush(FlushMode.FORCE_SYNC);
      case 1 -> kernel.flush(FlushMode.FORCE_FLUSH);
      default -> kernel.flush(FlushMode.PERIODIC);
    }
  }
}
