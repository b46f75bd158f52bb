// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/**
 * The process that {@link CrashTest} kills. It says on standard output what it has achieved:
 *
 * <ul>
 *   <li>{@code opening} before it touches the directory
 *   <li>{@code stored A B HASH HEIGHT} when so many blocks of the two files and the state up to the
 *       tip are on disk
 *   <li>{@code pruning HEIGHT} before it removes blocks
 *   <li>{@code at STEP} when it waits in the middle of writing to be killed there
 *   <li>{@code done} when it has nothing more to do
 * </ul>
 */
public final class CrashChild {
  private final CrashScenario scenario;
  private final Random random;
  private final List<Block> trunk;
  private final List<Block> branch;
  private final Kernel kernel;
  private int trunkStored;
  private int branchStored;

  private CrashChild(Path directory, CrashScenario scenario, Random random, int ratio, String step)
      throws Exception {
    this.scenario = scenario;
    this.random = random;
    this.trunk = CrashChains.read(directory.resolveSibling("a.dat"));
    this.branch = CrashChains.read(directory.resolveSibling("b.dat"));
    CrashSteps.say("opening");
    this.kernel =
        open(
            directory,
            scenario,
            CrashSteps.notifications(),
            builder ->
                builder
                    .crashRatio(ratio)
                    .writeSteps(new CrashSteps(step))
                    .reindex(scenario == CrashScenario.REINDEX)
                    .reindexChainState(scenario == CrashScenario.REINDEX_COINS));
  }

  static Kernel open(
      Path directory,
      CrashScenario scenario,
      KernelNotifications notifications,
      UnaryOperator<KernelOptions.Builder> more)
      throws ChainLoadException {
    KernelOptions.Builder builder =
        options(ChainParameters.of(Chain.REGTEST), directory, notifications)
            .pruneTargetBytes(scenario == CrashScenario.PRUNE ? KernelOptions.PRUNE_MANUALLY : 0);
    return Kernel.open(more.apply(builder).build());
  }

  /**
   * Returns small caches, files and batches, so that a short chain has many moments to be killed.
   */
  static KernelOptions.Builder options(
      ChainParameters params, Path directory, KernelNotifications notifications) {
    return KernelOptions.builder(params, directory, notifications)
        .cacheBytes(4 << 20)
        .scriptThreads(2)
        .fastPrune(true)
        .checkBlockIndex(0)
        .databaseBatchBytes(5_000)
        .checkLevel(0)
        .checkBlocks(1)
        .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000));
  }

  /** Arguments: directory, scenario, seed, crash ratio, number of the step to stop at. */
  public static void main(String[] args) throws Exception {
    CrashChild child =
        new CrashChild(
            Path.of(args[0]),
            CrashScenario.valueOf(args[1]),
            new Random(Long.parseLong(args[2])),
            Integer.parseInt(args[3]),
            args[4]);
    child.run();
    CrashSteps.say("done");
    // Waits to be killed; ending now would write the state in good order.
    Thread.sleep(60_000);
  }

  private void run() {
    kernel.importBlocks(List.of());
    switch (scenario) {
      case STORE -> storeAll();
      case FLUSH, REORGANISE -> reorganise();
      case PRUNE -> prune();
      case REINDEX, REINDEX_COINS -> write(FlushMode.FORCE_SYNC);
    }
  }

  private void storeAll() {
    for (Block block : trunk) {
      store(block);
      trunkStored++;
    }
    for (Block block : branch) {
      store(block);
      branchStored++;
    }
    write(FlushMode.FORCE_SYNC);
  }

  private void store(Block block) {
    if (kernel.processBlock(block, true, true).isNew()) {
      maybeWrite(scenario == CrashScenario.FLUSH ? 2 : 12);
    }
  }

  private void reorganise() {
    storeAll();
    BlockEntry first = kernel.find(branch.get(0).hash()).orElseThrow();
    while (true) {
      kernel.invalidate(first);
      maybeWrite(2);
      kernel.activateBestChain();
      maybeWrite(2);
      kernel.reconsider(first);
      kernel.activateBestChain();
      maybeWrite(2);
    }
  }

  private void prune() {
    storeAll();
    int lowest = random.nextInt(40);
    for (int height = 1 + lowest; height < CrashChains.FORK; height += 1 + random.nextInt(30)) {
      CrashSteps.say("pruning " + height);
      kernel.pruneTo(height);
      if (random.nextInt(4) == 0) {
        write(FlushMode.FORCE_SYNC);
      }
    }
  }

  private void maybeWrite(int outOf) {
    if (random.nextInt(outOf) != 0) {
      kernel.flush(FlushMode.PERIODIC);
      return;
    }
    write(random.nextBoolean() ? FlushMode.FORCE_SYNC : FlushMode.FORCE_FLUSH);
  }

  private void write(FlushMode mode) {
    int before = trunkStored;
    int branchBefore = branchStored;
    BlockEntry tip = kernel.chain().requireTip();
    kernel.flush(mode);
    CrashSteps.say("stored " + before + " " + branchBefore + " " + tip.hash() + " " + tip.height());
  }
}
