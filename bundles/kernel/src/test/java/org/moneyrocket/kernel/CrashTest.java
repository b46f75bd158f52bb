// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.TestChain;

/**
 * Kills a process while it stores blocks, writes, reorganises, prunes and builds its databases
 * again, at random moments and at every step of writing, and looks at what is left: the coins are
 * exactly those of the tip, computed another way; undo data is there; no block is lost that had
 * been written.
 *
 * <p>{@code -Dcrash.kills=600} says how often, {@code -Dcrash.seed} repeats a run.
 */
public class CrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 12);
  private static final int LAST_STEPS = 40;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Random random = new Random(seed());
  private final CrashChains chains = new CrashChains();
  private final Map<String, Bytes> expected = chains.expectedHashes();
  private final Map<String, Integer> moments = new TreeMap<>();
  private int replays;
  private int checks;
  private Path template;

  private static long seed() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("CrashTest seed " + seed);
    return seed;
  }

  /** A directory that is worked on by one process after the other. */
  private static final class Victim {
    final Path directory;
    int kills;
    int trunkStored;
    int branchStored;
    int prunedTo;
    int height = -1;

    Victim(Path directory) {
      this.directory = directory;
    }
  }

  @Test
  public void startsValidAndCompleteAfterItWasKilledAtAnyMoment() throws Exception {
    Path base = folder.newFolder().toPath();
    CrashChains.write(chains.a, 0, base.resolve("a.dat"));
    CrashChains.write(chains.b, CrashChains.FORK, base.resolve("b.dat"));
    template = base.resolve("template");
    makeTemplate();
    Map<CrashScenario, Victim> victims = new EnumMap<>(CrashScenario.class);
    CrashScenario[] scenarios = CrashScenario.values();
    for (int kill = 0; kill < KILLS; kill++) {
      CrashScenario scenario = scenarios[kill % scenarios.length];
      Victim victim = victims.get(scenario);
      if (victim == null || victim.kills >= 6 || isFinished(scenario, victim)) {
        victim = fresh(scenario, base.resolve(scenario + "-" + kill));
        victims.put(scenario, victim);
      }
      List<String> said = runAndKill(scenario, victim);
      victim.kills++;
      if (kill % 100 == 99) {
        System.out.println("CrashTest: " + (kill + 1) + " kills");
      }
      // Sometimes the next process meets what the killed one left, and is killed itself.
      if (random.nextInt(4) != 0) {
        check(scenario, victim, "kill " + kill + " of " + scenario + ", which said " + said);
      }
    }
    for (Map.Entry<CrashScenario, Victim> entry : victims.entrySet()) {
      finish(entry.getKey(), entry.getValue());
    }
    System.out.println(
        "CrashTest: "
            + KILLS
            + " kills, "
            + checks
            + " checks, "
            + replays
            + " replays, at "
            + moments);
  }

  private void makeTemplate() throws Exception {
    Files.createDirectory(template);
    try (Kernel kernel = open(CrashScenario.STORE, template, new boolean[1])) {
      kernel.importBlocks(List.of());
      for (TestChain chain : List.of(chains.a, chains.b)) {
        chain.above(0).forEach(block -> kernel.processBlock(block, true, true));
      }
    }
  }

  private static boolean isFinished(CrashScenario scenario, Victim victim) {
    return switch (scenario) {
      case STORE -> victim.branchStored >= 10;
      case PRUNE -> victim.prunedTo > 100;
      default -> false;
    };
  }

  private Victim fresh(CrashScenario scenario, Path directory) throws IOException {
    Files.createDirectory(directory);
    Victim victim = new Victim(directory);
    if (scenario != CrashScenario.STORE) {
      CrashProcess.copy(template, directory);
      victim.trunkStored = chains.a.height();
      victim.branchStored = chains.b.height() - CrashChains.FORK;
      victim.height = chains.b.height();
    }
    return victim;
  }

  // ---- killing

  private List<String> runAndKill(CrashScenario scenario, Victim victim) throws Exception {
    // A third is killed at any time, a third at a certain step, a third ends amid a batch of coins.
    int how = random.nextInt(3);
    int step = how == 1 ? 1 + random.nextInt(scenario.rebuilds() ? 10 : LAST_STEPS) : 0;
    int ratio = how == 2 ? 30 : 0;
    int patience = how == 0 ? random.nextInt(scenario == CrashScenario.STORE ? 1500 : 900) : 3_000;
    List<String> said =
        CrashProcess.runAndKill(
            CrashChild.class,
            patience,
            List.of(
                victim.directory.toString(),
                scenario.name(),
                Long.toString(random.nextLong()),
                Integer.toString(ratio),
                Integer.toString(step)));
    note(said, victim);
    return said;
  }

  private void note(List<String> said, Victim victim) {
    String moment = "random";
    for (String line : said) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "stored" -> {
          victim.trunkStored = Math.max(victim.trunkStored, Integer.parseInt(words[1]));
          victim.branchStored = Math.max(victim.branchStored, Integer.parseInt(words[2]));
          victim.height = Integer.parseInt(words[4]);
        }
        case "pruning" -> victim.prunedTo = Math.max(victim.prunedTo, Integer.parseInt(words[1]));
        case "at" -> moment = line;
        default -> {
          // What libraries say.
        }
      }
    }
    moments.merge(moment, 1, Integer::sum);
  }

  // ---- looking at what is left

  private static Kernel open(CrashScenario scenario, Path directory, boolean[] replayed)
      throws ChainLoadException {
    KernelNotifications notifications =
        new KernelNotifications() {
          @Override
          public void progress(String title, int percent) {
            replayed[0] |= title.startsWith("Replaying");
          }

          @Override
          public void fatalError(String text) {
            throw new AssertionError(text);
          }
        };
    return CrashChild.open(
        directory, scenario, notifications, builder -> builder.cacheBytes(64 << 20));
  }

  private void check(CrashScenario scenario, Victim victim, String situation) throws Exception {
    checks++;
    boolean[] replayed = new boolean[1];
    try (Kernel kernel = open(scenario, victim.directory, replayed)) {
      replays += replayed[0] ? 1 : 0;
      compareCoins(kernel, situation);
      BlockEntry before = kernel.chain().tip();
      kernel.importBlocks(List.of());
      assertThat(kernel.isReindexing()).as(situation).isFalse();
      // Not before: coins may have been written in the middle of a reorganisation.
      if (!scenario.rebuilds()
          && scenario != CrashScenario.REORGANISE
          && scenario != CrashScenario.FLUSH) {
        assertThat(kernel.chain().height()).as(situation).isGreaterThanOrEqualTo(victim.height);
      }
      if (kernel.chain().tip() != before) {
        compareCoins(kernel, situation);
      }
      chains.a.above(0).stream()
          .limit(victim.trunkStored)
          .forEach(block -> checkStored(kernel, block, victim.prunedTo, situation));
      chains.b.above(CrashChains.FORK).stream()
          .limit(victim.branchStored)
          .forEach(block -> checkStored(kernel, block, victim.prunedTo, situation));
      checkUndo(kernel, victim.prunedTo, situation);
      assertThat(kernel.verify(4, 30)).as(situation).isEqualTo(VerifyResult.SUCCESS);
    } catch (ChainLoadException | StorageException e) {
      throw new AssertionError(situation, e);
    }
  }

  private void compareCoins(Kernel kernel, String situation) {
    BlockEntry tip = kernel.chain().tip();
    if (tip == null || tip.height() == 0) {
      return;
    }
    CoinSetStatistics coins =
        kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
    assertThat(coins.block()).as(situation).isEqualTo(tip.hash());
    assertThat(expected).as(situation).containsKey(tip.hash().toString());
    assertThat(coins.hash()).as(situation).contains(expected.get(tip.hash().toString()));
  }

  private static void checkStored(Kernel kernel, Block block, int prunedTo, String situation) {
    BlockEntry entry = kernel.find(block.hash()).orElse(null);
    assertThat(entry).as("block %s after %s", block.hash(), situation).isNotNull();
    if (entry.hasData()) {
      assertThat(kernel.readRawBlock(entry)).as(situation).isEqualTo(block.toBytes());
    } else {
      assertThat(entry.height())
          .as("missing block after %s", situation)
          .isLessThanOrEqualTo(prunedTo);
    }
  }

  private static void checkUndo(Kernel kernel, int prunedTo, String situation) {
    for (BlockEntry at = kernel.chain().requireTip(); at.height() > 0; at = at.previous()) {
      if (!at.hasUndo()) {
        assertThat(at.height()).as("no undo after %s", situation).isLessThanOrEqualTo(prunedTo);
        return;
      }
      int spending = kernel.readBlock(at).transactions().size() - 1;
      assertThat(kernel.readUndo(at).transactions()).as(situation).hasSize(spending);
    }
  }

  /** Whatever happened, the node can go on from there and comes to the best chain. */
  private void finish(CrashScenario scenario, Victim victim) throws Exception {
    try (Kernel kernel = open(scenario, victim.directory, new boolean[1])) {
      kernel.importBlocks(List.of());
      kernel.find(chains.b.at(CrashChains.FORK + 1).hash()).ifPresent(kernel::reconsider);
      for (TestChain chain : List.of(chains.a, chains.b)) {
        chain.above(0).forEach(block -> kernel.processBlock(block, true, true));
      }
      kernel.activateBestChain();
      assertThat(kernel.chain().requireTip().hash()).isEqualTo(chains.b.tip().hash());
      compareCoins(kernel, "the end of " + scenario);
    }
  }
}
