// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Handles the signals that end a program, so that it ends cleanly and with status 0 instead of the
 * virtual machine's 143.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls {@code end} with the signal's name.
   *
   * @param child a child ignores Ctrl-C, which a terminal sends to the whole group: it follows its
   *     parent
   */
  static void install(boolean child, Consumer<String> end) {
    Signal.handle(new Signal("TERM"), signal -> end.accept("SIGTERM"));
    Signal.handle(
        new Signal("INT"),
        signal -> {
          if (!child) {
            end.accept("SIGINT");
          }
        });
  }
}
