// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.settings.Product;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code -daemon} and {@code -daemonwait}: starts the same program again in a session of its own
 * and leaves it running. A Java program cannot fork, so the one that was started by hand reads and
 * checks the options, starts the other and hands over what it has read.
 */
final class Background {
  /**
   * Tells the program that it is the one in the background. No variable of the environment: that
   * would reach every command the program runs.
   */
  private static final String MARK = "-background=0";

  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private Background() {}

  /** Tells whether this program is the one in the background. */
  static boolean isMarked(List<String> arguments) {
    return !arguments.isEmpty() && arguments.get(0).equals(MARK);
  }

  /**
   * Starts the program.
   *
   * @param arguments what people shall see in a list of processes
   * @param options what the program finds on its standard input
   * @param wait whether to wait until its start is complete or has failed
   * @return the status to exit with
   */
  static int start(
      Path home,
      String program,
      List<String> arguments,
      byte[] options,
      boolean wait,
      Console console)
      throws IOException, InterruptedException {
    console.out().println(Product.NAME + " starting");
    console.out().flush();
    List<String> command = new ArrayList<>();
    if (Path.of("/usr/bin/setsid").toFile().canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.add(MARK);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(Redirect.DISCARD);
    Process process = builder.start();
    boolean handedOver = handOver(process, options);
    if (!wait && handedOver) {
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

  private static boolean handOver(Process process, byte[] options) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(options);
      return true;
    } catch (IOException e) {
      // It ended at once, and its own words say why.
      log.debug("The program in the background takes no options", e);
      return false;
    }
  }
}
