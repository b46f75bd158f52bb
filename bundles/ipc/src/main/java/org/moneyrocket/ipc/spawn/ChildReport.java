// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a child process says on its standard error, line by line: {@code Error: …} and {@code
 * Warning: …} as a user would see them, {@code Started.} when its start is complete. Line breaks
 * inside a sentence come as {@code \n}. Anything else, such as a crash report of the virtual
 * machine, goes to the log.
 */
final class ChildReport implements Runnable {
  /** The line that says that the start is complete. */
  static final String STARTED = "Started.";

  private static final Logger log = LoggerFactory.getLogger("ipc");
  private static final String ERROR = "Error: ";
  private static final String WARNING = "Warning: ";
  private static final int MAX_LINE = 64 * 1024;

  private final String name;
  private final InputStream stream;
  private final Consumer<String> warnings;
  private volatile String error = "";
  private volatile boolean started;

  ChildReport(String name, InputStream stream, Consumer<String> warnings) {
    this.name = name;
    this.stream = stream;
    this.warnings = warnings;
  }

  /** Returns the sentence the child ended with, without "Error: "; empty if it gave none. */
  String error() {
    return error;
  }

  /** Tells whether the child said that its start is complete. */
  boolean isStarted() {
    return started;
  }

  @Override
  public void run() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          take(line.toString());
          line.setLength(0);
        } else if (line.length() < MAX_LINE) {
          line.append((char) c);
        }
      }
      if (!line.isEmpty()) {
        take(line.toString());
      }
    } catch (IOException e) {
      log.debug("cannot read what {} says", name, e);
    }
  }

  private void take(String line) {
    if (line.equals(STARTED)) {
      started = true;
    } else if (line.startsWith(ERROR)) {
      error = unescape(line.substring(ERROR.length()));
    } else if (line.startsWith(WARNING)) {
      warnings.accept(unescape(line.substring(WARNING.length())));
    } else if (!line.isBlank()) {
      log.warn("{}: {}", name, line);
    }
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n");
  }
}
