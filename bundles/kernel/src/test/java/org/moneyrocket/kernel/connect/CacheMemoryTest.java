// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Measures the memory that caches and databases really take while coins are imported: it is what
 * was allowed, give or take a tenth. {@code -Dmemory.mib} asks for another size, which takes longer
 * the larger it is.
 */
public class CacheMemoryTest {
  private static final int MIB = Integer.getInteger("memory.mib", 64);

  /** The caches are filled and written at least twice. */
  private static final int COINS = Integer.getInteger("memory.coins", MIB * 17_000);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void takesWhatWasAllowedGiveOrTakeATenth() throws Exception {
    Assume.assumeTrue(
        "needs /proc/self/clear_refs, which Linux has",
        Files.exists(Path.of("/proc/self/clear_refs")));
    // The list of changed coins lies there.
    int heapMib = 96 + MIB / 2;
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms" + heapMib + "m",
                "-Xmx" + heapMib + "m",
                // The heap is not what is measured.
                "-XX:+AlwaysPreTouch",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CacheMemoryChild.class.getName(),
                folder.newFolder().toString(),
                Integer.toString(MIB),
                Integer.toString(COINS))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    String[] words = said.strip().split("\\s+");
    int last = words.length - 1;
    double outside = Long.parseLong(words[last - 4]) / 1048576.0;
    double heap = Long.parseLong(words[last - 2]) / 1048576.0;
    System.out.printf(
        "CacheMemoryTest: allowed %d MiB, took %.1f MiB (%.1f outside the heap, %.1f in it), %s"
            + " flushes%n",
        MIB, outside + heap, outside, heap, words[last]);
    assertThat(Long.parseLong(words[last])).isPositive();
    assertThat(outside + heap).isBetween(MIB * 0.9, MIB * 1.1);
  }
}
