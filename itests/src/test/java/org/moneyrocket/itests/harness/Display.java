// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A virtual display for windows: the one of the environment, else one Xvfb for all tests. */
public final class Display {
  private static @Nullable String name;

  private Display() {}

  /** Returns the value for {@code DISPLAY}; the test is skipped if there is no display. */
  public static synchronized String require() throws IOException {
    String known = name;
    if (known == null) {
      String given = System.getenv("DISPLAY");
      known = given != null && !given.isEmpty() ? given : startVirtual();
      name = known;
    }
    return known;
  }

  private static String startVirtual() throws IOException {
    Path program = Path.of("/usr/bin/Xvfb");
    assumeTrue("skipped: no display and no Xvfb", Files.isExecutable(program));
    // It chooses a free number itself and prints it.
    Process server =
        new ProcessBuilder(
                program.toString(),
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp")
            .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String number = reader.readLine();
    assumeTrue("skipped: Xvfb does not start", number != null);
    return ":" + number;
  }
}
