// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.TestChain;

/**
 * Damages every file of a data directory in many ways and starts. Either nothing was lost, as after
 * damage in a part that is not in use, or the start fails with one line that names the file or the
 * directory of the database. {@code -Ddamage.rounds} and {@code -Ddamage.seed} set what it tries.
 */
public class DamageTest {
  private static final int ROUNDS = Integer.getInteger("damage.rounds", 1);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain();
  private Bytes coins;

  /** What is done to a file. */
  private enum Harm {
    FLIP,
    OVERWRITE,
    CUT,
    EMPTY,
    REMOVE
  }

  @Test
  public void eitherNothingIsLostOrTheDamagedFileIsNamed() throws Exception {
    long seed = Long.getLong("damage.seed", System.nanoTime());
    System.out.println("DamageTest seed " + seed);
    Random random = new Random(seed);
    Path whole = build();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (Path file : files(whole)) {
      for (Harm harm : Harm.values()) {
        for (int round = 0; round < (harm.ordinal() < 3 ? ROUNDS : 1); round++) {
          Path directory = folder.newFolder().toPath();
          CrashProcess.copy(whole, directory);
          Path target = directory.resolve(whole.relativize(file));
          harm(target, harm, random);
          String outcome = start(directory, target, harm);
          outcomes.merge(
              kind(whole.relativize(file)) + " " + harm + " " + outcome, 1, Integer::sum);
        }
      }
    }
    outcomes.forEach((what, count) -> System.out.println("DamageTest: " + count + " x " + what));
    assertThat(outcomes.keySet())
        .contains(
            "blocks/blk*.dat REMOVE named",
            "blocks/rev*.dat EMPTY named",
            "blocks/xor.dat EMPTY named",
            "blocks/index/CURRENT OVERWRITE named",
            "blocks/index/MANIFEST-* EMPTY named",
            "blocks/index/*.sst REMOVE named",
            "chainstate/CURRENT EMPTY named",
            "chainstate/MANIFEST-* REMOVE named",
            "chainstate/*.sst EMPTY named");
  }

  private static String kind(Path file) {
    return file.toString().replaceAll("[0-9]{5,}", "*");
  }

  private Path build() throws Exception {
    chain.mineEmpty(110);
    for (int i = 1; i <= 10; i++) {
      chain.mine(chain.spendCoinbase(i, TestChain.ANYONE));
    }
    Path directory = folder.newFolder().toPath();
    // Large enough batches go into tables at once, small ones into the log.
    try (TestKernel kernel =
        new TestKernel(directory, b -> b.databaseBatchBytes(4000).fastPrune(true))) {
      kernel.accept(chain.above(0).subList(0, 100));
      kernel.restart();
      kernel.accept(chain.above(100));
      kernel.get().flush(FlushMode.FORCE_SYNC);
      kernel.restart(b -> b);
      coins = kernel.coins().hash().orElseThrow();
    }
    return directory;
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = path.getFileName().toString();
        // What RocksDB writes for people, and empty files that hold a lock.
        if (!name.startsWith("LOG")
            && !name.startsWith("OPTIONS")
            && !name.equals("LOCK")
            && !name.equals("IDENTITY")
            && Files.size(path) > 0) {
          found.add(path);
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(8);
    return found;
  }

  private static void harm(Path file, Harm harm, Random random) throws IOException {
    if (harm == Harm.REMOVE) {
      Files.delete(file);
      return;
    }
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      long length = data.length();
      long used =
          file.toString().contains("blk") || file.toString().contains("rev") ? 4000 : length;
      long at = (long) (random.nextDouble() * Math.min(length, used));
      switch (harm) {
        case FLIP -> {
          data.seek(at);
          int value = data.read();
          data.seek(at);
          data.write(value ^ 1 << random.nextInt(8));
        }
        case OVERWRITE -> {
          byte[] noise = new byte[(int) Math.min(200, length - at)];
          random.nextBytes(noise);
          data.seek(at);
          data.write(noise);
        }
        case CUT -> data.setLength(at);
        default -> data.setLength(0);
      }
    }
  }

  private String start(Path directory, Path target, Harm harm) throws IOException {
    String situation = target + " " + harm;
    try (TestKernel kernel =
        new TestKernel(directory, b -> b.checkLevel(4).checkBlocks(0).fastPrune(true))) {
      assertThat(kernel.notifications.fatal).as(situation).isEmpty();
      assertThat(kernel.coins().hash()).as(situation).contains(coins);
      kernel.assertTip(chain.tip());
      chain.above(0).stream()
          .map(block -> kernel.get().find(block.hash()).orElseThrow())
          .forEach(kernel.get()::readBlock);
      return "nothing lost";
    } catch (ChainLoadException | StorageException e) {
      Path parent = target.getParent();
      boolean database = parent.endsWith("index") || parent.endsWith("chainstate");
      assertThat(e.getMessage())
          .as(situation)
          .contains(database ? parent.toString() : target.toString())
          .doesNotContain("\n");
      return "named";
    }
  }
}
