// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A disk that becomes full in the middle of something: the kernel says so once and in one line, and
 * goes on at the next start. The disk is a small one in memory, which only the child process sees.
 */
public class DiskFullTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Before
  public void needsSmallDisks() throws Exception {
    boolean can;
    try {
      can = new ProcessBuilder(List.of("unshare", "-rm", "true")).start().waitFor() == 0;
    } catch (IOException e) {
      can = false;
    }
    Assume.assumeTrue(
        "needs unshare -rm, that is user namespaces or root, to make a small disk", can);
  }

  private List<String> run(String moment) throws Exception {
    Path disk = folder.newFolder().toPath();
    Process child =
        new ProcessBuilder(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=120m none " + disk + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DiskFullChild.class.getName(),
                disk.toString(),
                moment)
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    List<String> lines = new ArrayList<>(said.lines().toList());
    lines.removeIf(line -> !line.matches("(fatal|refused|again|complete) .*"));
    assertThat(lines).as(said).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lines.get(lines.size() - 1)).as(said).isEqualTo("complete " + DiskFullChild.ALL);
    return lines;
  }

  private void assertStops(String moment, String beginning, String file) throws Exception {
    List<String> lines = run(moment);
    List<String> fatal = lines.stream().filter(line -> line.startsWith("fatal ")).toList();
    assertThat(fatal).as("%s", lines).hasSize(1);
    assertThat(fatal.get(0)).startsWith("fatal " + beginning).contains(file);
    int height =
        lines.stream()
            .filter(line -> line.startsWith("again "))
            .mapToInt(line -> Integer.parseInt(line.substring(6)))
            .findFirst()
            .orElse(-1);
    assertThat(height).as("%s", lines).isGreaterThanOrEqualTo(DiskFullChild.STORED);
  }

  @Test
  public void whileABlockIsStored() throws Exception {
    assertStops("store", "System error while saving block to disk: cannot write ", "blk00000.dat");
  }

  @Test
  public void whileUndoDataIsWritten() throws Exception {
    assertStops("undo", "Failed to write undo data: cannot write ", "rev00000.dat: No space left");
  }

  @Test
  public void whileTheIndexIsWritten() throws Exception {
    assertStops("index", "System error while flushing: ", "blocks/index");
  }

  @Test
  public void whileCoinsAreWritten() throws Exception {
    assertStops("coins", "System error while flushing: ", "chainstate");
  }

  @Test
  public void inTheMiddleOfCoins() throws Exception {
    assertStops("batch", "System error while flushing: ", "chainstate");
  }
}
