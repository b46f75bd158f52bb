// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.kernel.snapshot.SnapshotWriter;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;

/**
 * Kills a process while it loads a snapshot, goes on from it, verifies it, and puts it in the place
 * of the chain that verified it. After each kill the node starts by itself: with the snapshot in
 * use, or without a trace of it; and the coins of each chain are those of its tip.
 *
 * <p>{@code -Dcrash.kills=600} says how often, {@code -Dcrash.seed} repeats a run.
 */
public class CrashSnapshotTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 8);
  private static final int BASE = 300;
  private static final int BEFORE = 150;
  private static final int KILLS_OF_ONE = 8;
  private static final List<String> CHANGES = List.of("base", "base named", "based");
  private static final List<String> LAST_CHANGES =
      List.of("put away", "put in place", "in place", "remove");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Random random = new Random(seed());
  private final CrashChains chains = new CrashChains();
  private final Map<String, Bytes> expected = chains.expectedHashes();
  private final Map<String, Integer> moments = new TreeMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private ChainParameters params;
  private Path begun;
  private Path verified;

  private static long seed() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("CrashSnapshotTest seed " + seed);
    return seed;
  }

  /** A directory that is worked on by one process after the other. */
  private static final class Victim {
    final Path directory;
    int kills;
    boolean loaded;
    boolean done;
    boolean replaced;
    int height;
    int background = BEFORE;

    Victim(Path directory) {
      this.directory = directory;
    }
  }

  @Test
  public void startsWithOrWithoutTheSnapshotAfterItWasKilledAtAnyMoment() throws Exception {
    Path base = folder.newFolder().toPath();
    prepare(base);
    Victim victim = null;
    for (int kill = 0; kill < KILLS; kill++) {
      if (victim == null || victim.kills >= KILLS_OF_ONE || victim.replaced) {
        if (victim != null) {
          finish(victim);
        }
        // One of three has everything before it but the last step.
        boolean late = random.nextInt(3) == 0;
        victim = new Victim(base.resolve("victim" + kill));
        CrashProcess.copy(late ? verified : begun, victim.directory);
        victim.loaded = late;
        victim.done = late;
        victim.height = late ? chains.a.height() : BEFORE;
        victim.background = late ? BASE : BEFORE;
      }
      List<String> said = runAndKill(victim);
      victim.kills++;
      if (kill % 50 == 49) {
        System.out.println("CrashSnapshotTest: " + (kill + 1) + " kills");
      }
      // Sometimes the next process meets what the killed one left, and is killed itself.
      if (random.nextInt(3) != 0) {
        check(victim, "kill " + kill + " of " + victim.directory + ", which said " + said);
      }
    }
    if (victim != null) {
      finish(victim);
    }
    System.out.println(
        "CrashSnapshotTest: " + KILLS + " kills at " + moments + ", found " + outcomes);
  }

  private void prepare(Path base) throws Exception {
    CrashChains.write(chains.a, 0, base.resolve("a.dat"));
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.accept(chains.a.above(0).subList(0, BASE));
      CoinSetStatistics coins =
          kernel.get().coinStatistics(CoinSetStatistics.Hash.SERIALIZED, () -> false).orElseThrow();
      try (OutputStream out = Files.newOutputStream(base.resolve("snapshot.dat"));
          CoinsCursor cursor = kernel.get().coinsCursor()) {
        SnapshotWriter.write(out, kernel.get().parameters(), cursor, coins.outputs(), () -> false);
      }
      BlockEntry tip = kernel.get().chain().requireTip();
      CrashSnapshotChild.writeKnown(
          base,
          new AssumeUtxo(
              BASE, tip.hash(), coins.hash().orElseThrow(), tip.chainTransactionCount()));
    }
    params = CrashSnapshotChild.parameters(base);
    begun = Files.createDirectory(base.resolve("begun"));
    try (Kernel kernel = open(begun)) {
      kernel.importBlocks(List.of());
      feed(kernel, chains.a.above(0).subList(0, BEFORE));
    }
    verified = base.resolve("verified");
    CrashProcess.copy(begun, verified);
    try (Kernel kernel = open(verified)) {
      kernel.importBlocks(List.of());
      goOn(kernel, base.resolve("snapshot.dat"));
    }
  }

  private Kernel open(Path directory) throws ChainLoadException {
    return CrashSnapshotChild.open(
        params,
        directory,
        text -> {
          throw new AssertionError(text);
        },
        builder -> builder.cacheBytes(64 << 20));
  }

  private static void feed(Kernel kernel, List<Block> blocks) {
    for (Block block : blocks) {
      kernel.processBlock(block, true, true);
    }
  }

  /** Whatever happened before, loads the snapshot if it is not in use, and verifies it. */
  private void goOn(Kernel kernel, Path snapshot) throws Exception {
    kernel.processHeaders(chains.a.above(0).stream().map(Block::header).toList(), true);
    if (kernel.chain().height() < BASE) {
      try (var file = Files.newInputStream(snapshot)) {
        kernel.loadSnapshot(file, SnapshotHeader.read(file, params));
      }
    }
    feed(kernel, chains.a.above(BASE));
    feed(kernel, chains.a.above(0).subList(0, BASE));
    assertThat(kernel.isSnapshotUnverified()).isFalse();
    assertThat(kernel.chain().requireTip().hash()).isEqualTo(chains.a.tip().hash());
  }

  // ---- killing

  private List<String> runAndKill(Victim victim) throws Exception {
    // A third is killed at any time, a third at a certain step, a third ends amid a batch of coins,
    // of which there are none at the end.
    int how = random.nextInt(victim.done ? 2 : 3);
    String step = how == 1 ? step(victim) : "0";
    int ratio = how == 2 ? 10 : 0;
    int patience = how == 0 ? random.nextInt(victim.done ? 300 : 800) : 5_000;
    List<String> said =
        CrashProcess.runAndKill(
            CrashSnapshotChild.class,
            patience,
            List.of(
                victim.directory.toString(),
                Long.toString(random.nextLong()),
                Integer.toString(ratio),
                step));
    String moment = how == 2 ? "batch" : "random";
    for (String line : said) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "loaded" -> victim.loaded = true;
        case "done" -> {
          victim.done = true;
          moment = "done";
        }
        case "stored" -> {
          victim.height = Math.max(victim.height, Integer.parseInt(words[1]));
          victim.background = Math.max(victim.background, Integer.parseInt(words[2]));
        }
        case "at" -> moment = line;
        default -> {
          // What libraries say.
        }
      }
    }
    moments.merge(moment, 1, Integer::sum);
    return said;
  }

  /** Mostly any step; or one of the few between which everything changes. */
  private String step(Victim victim) {
    List<String> changes = victim.done ? LAST_CHANGES : victim.loaded ? List.of() : CHANGES;
    return changes.isEmpty() || random.nextBoolean()
        ? String.valueOf(1 + random.nextInt(victim.done ? 40 : 90))
        : changes.get(random.nextInt(changes.size()));
  }

  // ---- looking at what is left

  private void check(Victim victim, String situation) throws Exception {
    String found;
    try (Kernel kernel = open(victim.directory)) {
      found = state(kernel, victim.directory, situation);
      outcomes.merge(found, 1, Integer::sum);
      if (victim.loaded) {
        assertThat(found).as(situation).isNotEqualTo("none");
      }
      if (victim.done) {
        assertThat(found).as(situation).isEqualTo("replaced");
      }
      assertThat(kernel.chain().height()).as(situation).isGreaterThanOrEqualTo(victim.height);
      assertThat(kernel.validatedChain().height())
          .as(situation)
          .isGreaterThanOrEqualTo(Math.min(victim.background, BASE));
      kernel.importBlocks(List.of());
      checkStored(kernel, 1, victim.background, situation);
      if (victim.height > BASE) {
        checkStored(kernel, BASE + 1, victim.height, situation);
      }
      assertThat(kernel.verify(4, 30))
          .as(situation)
          .isIn(VerifyResult.SUCCESS, VerifyResult.SKIPPED_MISSING_BLOCKS);
      victim.loaded |= !found.equals("none");
      victim.replaced = found.equals("replaced");
    } catch (ChainLoadException | StorageException e) {
      throw new AssertionError(situation, e);
    }
    compareCoins(victim.directory.resolve("chainstate"), situation);
    if (Files.exists(victim.directory.resolve("chainstate_snapshot"))) {
      compareCoins(victim.directory.resolve("chainstate_snapshot"), situation);
    }
  }

  /** Tells what has become of the snapshot, and that no trace of anything else is there. */
  private static String state(Kernel kernel, Path directory, String situation) {
    assertThat(directory.resolve("chainstate_todelete")).as(situation).doesNotExist();
    if (kernel.isSnapshotUnverified()) {
      return "in use";
    }
    assertThat(directory.resolve("chainstate_snapshot")).as(situation).doesNotExist();
    assertThat(kernel.chainstates().get(0).validated()).as(situation).isTrue();
    return kernel.chain().height() < BASE ? "none" : "replaced";
  }

  private void checkStored(Kernel kernel, int first, int last, String situation) {
    for (int height = first; height <= last; height++) {
      Block block = chains.a.at(height);
      BlockEntry entry = kernel.find(block.hash()).orElseThrow();
      assertThat(entry.hasData()).as("block %s after %s", height, situation).isTrue();
      assertThat(kernel.readRawBlock(entry)).as(situation).isEqualTo(block.toBytes());
    }
  }

  private void compareCoins(Path directory, String situation) {
    try (CoinsDatabase database =
            new CoinsDatabase(
                new DatabaseOptions(directory, 1 << 20, 1 << 20, false),
                1 << 20,
                CoinsDatabase.BatchObserver.NONE);
        CoinsCursor cursor = database.cursor()) {
      assertThat(database.heads()).as(situation).isEmpty();
      Bytes hash =
          CoinSetSummation.of(cursor, 0, 0, CoinSetStatistics.Hash.MUHASH, () -> false)
              .flatMap(CoinSetStatistics::hash)
              .orElseThrow();
      assertThat(hash)
          .as("%s at %s: %s", directory.getFileName(), cursor.bestBlock(), situation)
          .isEqualTo(expected.get(cursor.bestBlock().toString()));
    }
  }

  /** Whatever happened, the node can go on from there, and the snapshot is verified. */
  private void finish(Victim victim) throws Exception {
    try (Kernel kernel = open(victim.directory)) {
      kernel.importBlocks(List.of());
      goOn(kernel, victim.directory.resolveSibling("snapshot.dat"));
    }
    try (Kernel kernel = open(victim.directory)) {
      kernel.importBlocks(List.of());
      assertThat(state(kernel, victim.directory, "the end")).isEqualTo("replaced");
      assertThat(kernel.chain().requireTip().hash()).isEqualTo(chains.a.tip().hash());
      assertThat(kernel.verify(4, 0)).isEqualTo(VerifyResult.SUCCESS);
    }
    compareCoins(victim.directory.resolve("chainstate"), "the end");
  }
}
