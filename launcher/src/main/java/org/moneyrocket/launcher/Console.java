// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real standard error. Users and scripts find {@code Error:} and {@code Warning:} lines there
 * and nothing else; what libraries print goes to the log.
 */
final class Console {
  /** What a process that is read by another of ours writes when its start is complete. */
  static final String STARTED = "Started.";

  private static final String ERROR = "Error: ";
  private static final Logger log = LoggerFactory.getLogger("container");

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final PrintStream err =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private final boolean readByProgram;
  private volatile Optional<String> lastError = Optional.empty();

  /**
   * Takes standard error away from everybody else.
   *
   * @param readByProgram true if the reader is the process that started this one: each sentence
   *     then takes one line
   */
  Console(boolean readByProgram) {
    this.readByProgram = readByProgram;
    System.setErr(new PrintStream(new LogLines(), true, StandardCharsets.UTF_8));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> log.error("Thread {} ended by an exception", thread.getName(), e));
  }

  /** Shows an error sentence, which may have several lines. */
  void error(String text) {
    show(ERROR + text);
  }

  /**
   * Shows an error that the user has to decide over, as it is. To a program it is an error like
   * others.
   */
  void decision(String text) {
    if (readByProgram) {
      error(text);
    } else {
      lastError = Optional.of(text);
      show(text);
    }
  }

  /** Returns the last error sentence that was shown. */
  Optional<String> lastError() {
    return lastError;
  }

  /** Shows a warning sentence. */
  void warning(String text) {
    show("Warning: " + text);
  }

  /** Shows a line as it is. */
  void show(String line) {
    if (line.startsWith(ERROR)) {
      lastError = Optional.of(line.substring(ERROR.length()));
    }
    err.println(readByProgram ? line.replace("\n", "\\n") : line);
    err.flush();
  }

  /** Says that the start is complete, if a program reads this. */
  void started() {
    if (readByProgram) {
      show(STARTED);
    }
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Sends lines to the log. */
  private static final class LogLines extends OutputStream {
    private static final int MAX_LINE = 8192;

    private final byte[] line = new byte[MAX_LINE];
    private int length;

    @Override
    public synchronized void write(int b) {
      if (b == '\n' || length == MAX_LINE) {
        if (length > 0) {
          log.warn("{}", new String(line, 0, length, StandardCharsets.UTF_8));
        }
        length = 0;
      }
      if (b != '\n' && b != '\r') {
        line[length++] = (byte) b;
      }
    }
  }
}
