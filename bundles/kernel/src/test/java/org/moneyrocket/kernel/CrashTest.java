// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.TestChain;

/**
 * Kills a process at random moments while it changes and writes the chain, and looks at what is
 * left. {@code -Dcrash.kills=N} says how often.
 */
public class CrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 20);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void startsValidAfterItWasKilledAtAnyMoment() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("CrashTest seed " + seed);
    Random random = new Random(seed);
    Path directory = folder.newFolder("data").toPath();
    CrashChains chains = new CrashChains();
    CrashChains.write(chains.a, directory.resolveSibling("a.dat"));
    CrashChains.write(chains.b, directory.resolveSibling("b.dat"));
    Map<String, Bytes> expected = chains.expectedHashes();
    int replays = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(directory, random);
      replays += check(directory, expected) ? 1 : 0;
    }
    System.out.println("CrashTest: " + replays + " of " + KILLS + " kills needed a replay");
    finish(directory, chains, expected);
  }

  private static void runAndKill(Path directory, Random random) throws Exception {
    // Some end by themselves in the middle of writing coins.
    boolean byItself = random.nextInt(3) == 0;
    String ratio = byItself ? "10" : "0";
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                directory.toString(),
                Long.toString(random.nextLong()),
                ratio)
            .redirectErrorStream(true)
            .start();
    try {
      BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
      StringBuilder said = new StringBuilder();
      String line;
      while ((line = out.readLine()) != null && !line.startsWith("ready")) {
        said.append(line).append('\n');
      }
      assertThat(line).as("what the child said: %s", said).isNotNull();
      int patience = byItself ? 3000 : random.nextInt(300);
      boolean ended = child.waitFor(patience, TimeUnit.MILLISECONDS);
      assertThat(ended ? child.exitValue() : 0).isZero();
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Returns whether a write of coins had been interrupted. */
  private static boolean check(Path directory, Map<String, Bytes> expected) throws Exception {
    boolean[] replayed = new boolean[1];
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
    try (Kernel kernel = CrashChild.open(directory, notifications, 4, 0)) {
      BlockEntry tip = kernel.chain().tip();
      if (tip != null && tip.height() > 0) {
        CoinSetStatistics coins =
            kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
        assertThat(coins.block()).isEqualTo(tip.hash());
        assertThat(coins.hash()).contains(expected.get(tip.hash().toString()));
      }
    }
    return replayed[0];
  }

  private static void finish(Path directory, CrashChains chains, Map<String, Bytes> expected)
      throws Exception {
    KernelNotifications notifications =
        text -> {
          throw new AssertionError(text);
        };
    try (Kernel kernel = CrashChild.open(directory, notifications, 0, 0)) {
      kernel.importBlocks(List.of());
      kernel.find(chains.b.at(CrashChains.FORK + 1).hash()).ifPresent(kernel::reconsider);
      for (TestChain chain : List.of(chains.a, chains.b)) {
        chain.above(0).forEach(block -> kernel.processBlock(block, true, true));
      }
      kernel.activateBestChain();
      String tip = kernel.chain().requireTip().hash().toString();
      assertThat(tip).isEqualTo(chains.b.tip().hash().toString());
    }
    check(directory, expected);
  }
}
