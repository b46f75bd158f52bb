// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.settings.Product;

/**
 * {@code -daemon} and {@code -daemonwait}: starts the same program again in a session of its own
 * and leaves it running. A Java program cannot fork, so the one that was started by hand only
 * checks the options and starts the other.
 */
final class Background {
  /** Environment variable that tells the program that it is the one in the background. */
  static final String VARIABLE = "MONEYROCKET_BACKGROUND";

  private Background() {}

  /**
   * Starts the program.
   *
   * @param wait whether to wait until its start is complete or has failed
   * @return the status to exit with
   */
  static int start(Path home, String program, List<String> arguments, boolean wait, Console console)
      throws IOException, InterruptedException {
    console.out().println(Product.NAME + " starting");
    console.out().flush();
    List<String> command = new ArrayList<>();
    if (Path.of("/usr/bin/setsid").toFile().canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(VARIABLE, "1");
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(Redirect.DISCARD);
    Process process = builder.start();
    if (!wait) {
      return 0;
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals(Console.STARTED)) {
          return 0;
        }
        console.show(line.replace("\\n", "\n"));
      }
    }
    return process.waitFor();
  }
}
