// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CurveInstalledTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private byte[] image;
  private Path installed;

  /** Runs in a process of its own, since a library is loaded once. */
  public static final class Probe {
    private Probe() {}

    /** Prints whether there is a library, and where it was loaded from. */
    public static void main(String[] args) throws Exception {
      Secp256k1.requireAvailable();
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        if (line.contains("libsecp256k1-jni.so") || line.contains("memfd:secp256k1")) {
          System.out.println(line);
        }
      }
      System.out.println("available");
    }
  }

  @Before
  public void findImage() throws Exception {
    assumeTrue("needs /proc, which Linux has", Files.exists(Path.of("/proc/self/maps")));
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String path =
        "fr/acinq/secp256k1/jni/native/linux-"
            + (machine.equals("amd64") ? "x86_64" : machine)
            + "/libsecp256k1-jni.so";
    try (InputStream in = CurveLibrary.class.getResourceAsStream("/" + path)) {
      image = in.readAllBytes();
    }
    installed = folder.getRoot().toPath().resolve(path);
    Files.createDirectories(installed.getParent());
  }

  private String probe() throws Exception {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.library.path=" + folder.getRoot(),
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(probe.getInputStream().readAllBytes(), UTF_8);
    assertThat(probe.waitFor()).as(output).isZero();
    assertThat(output).endsWith("available\n");
    return output;
  }

  @Test
  public void theInstalledLibraryIsUsedAsItLies() throws Exception {
    Files.write(installed, image);

    assertThat(probe()).contains(installed.toString()).doesNotContain("memfd:");
  }

  @Test
  public void theBuiltInOneTakesThePlaceOfOneThatCannotBeLoaded() throws Exception {
    Files.writeString(installed, "not a library");

    assertThat(probe()).contains("memfd:");
  }
}
