// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Passwords and arguments from standard input, in this order. */
final class StandardInput {
  private final BufferedReader lines;
  private final boolean real;

  StandardInput(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.real = in.equals(System.in);
  }

  /**
   * Reads one line that nobody should see.
   *
   * @param prompt shown where a person types it
   * @param option named when there is no line
   */
  String secret(String prompt, String option) throws CliException {
    Console console = real ? System.console() : null;
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("%s", prompt);
      if (typed != null) {
        return new String(typed);
      }
    } else {
      try {
        String line = lines.readLine();
        if (line != null) {
          return line;
        }
      } catch (IOException e) {
        throw new CliException(option + ": standard input cannot be read: " + e.getMessage());
      }
    }
    throw new CliException(option + " specified but failed to read from standard input");
  }

  /** Reads all lines that are left. */
  List<String> rest() throws CliException {
    List<String> rest = new ArrayList<>();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rest.add(line);
      }
      return rest;
    } catch (IOException e) {
      throw new CliException("-stdin: standard input cannot be read: " + e.getMessage());
    }
  }
}
