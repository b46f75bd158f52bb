// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.cli.shell.ShellMain;
import org.moneyrocket.settings.Naming;

/** Starts the command-line client. */
public final class Main {
  private Main() {}

  /**
   * Runs the client and ends the process with its status. With {@code -shell} as first argument it
   * attaches a terminal instead.
   */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("-shell")) {
      ShellMain.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    PrintStream out = stream(FileDescriptor.out);
    PrintStream errors = stream(FileDescriptor.err);
    int status =
        new Cli(Naming.ofProcess(), System.getenv(), System.in, out, errors)
            .run(List.of(arguments));
    out.flush();
    errors.flush();
    Runtime.getRuntime().halt(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
