// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import static org.junit.Assume.assumeTrue;

import java.awt.Font;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A virtual display for windows, one Xvfb for all tests of a process. The display of whoever runs
 * the tests is left alone: no window of a test appears on it, and nothing on it disturbs a test.
 */
public final class Display {
  private static final String MISSING =
      "needs Xvfb, a virtual display, which is not on the PATH; Debian and Ubuntu have it in the"
          + " package xvfb";

  private static final String NO_FONTS =
      "needs fonts for a window; Debian and Ubuntu have them in the packages fontconfig and"
          + " fonts-dejavu-core";

  private static @Nullable String name;

  private Display() {}

  /** Returns the value for {@code DISPLAY}; the test is skipped where there is no Xvfb. */
  public static synchronized String require() throws IOException {
    String known = name;
    if (known == null) {
      known = startVirtual();
      name = known;
    }
    return known;
  }

  private static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "Xvfb"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean fonts() {
    try {
      return !new Font(Font.DIALOG, Font.PLAIN, 12).getFontName().isEmpty();
    } catch (RuntimeException | InternalError | LinkageError e) {
      // The toolkit has several ways of saying that it found no fonts, and none that is declared.
      return false;
    }
  }

  private static String startVirtual() throws IOException {
    Optional<Path> program = program();
    assumeTrue(MISSING, program.isPresent());
    assumeTrue(NO_FONTS, fonts());
    Path errors = Files.createTempFile("xvfb", ".txt");
    errors.toFile().deleteOnExit();
    // It chooses a free number itself and prints it.
    Process server =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp")
            .redirectError(errors.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String number = reader.readLine();
    if (number == null) {
      throw new IOException("Xvfb does not start: " + Files.readString(errors));
    }
    return ":" + number;
  }
}
