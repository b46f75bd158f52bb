// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.List;
import java.util.function.Consumer;
import org.moneyrocket.settings.log.DebugLog;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handles the signals that end a program, so that it ends cleanly and with status 0 instead of the
 * virtual machine's 143, and the one that asks for a new log file.
 */
final class Signals {
  private static volatile boolean asked;

  private Signals() {}

  /** Tells whether a signal has asked for the end so far. */
  static boolean asked() {
    return asked;
  }

  /**
   * Calls {@code end} with the signal's name. SIGHUP, which comes from those who move log files
   * away and from a terminal that is closed, opens the log anew and ends nothing, as with Bitcoin
   * Core.
   *
   * @param child a child ignores Ctrl-C, which a terminal sends to the whole group: it follows its
   *     parent
   */
  static void install(boolean child, DebugLog log, Consumer<String> end) {
    onEnd(
        signal -> {
          if (!child || !signal.equals("SIGINT")) {
            end.accept(signal);
          }
        });
    SignalHandler before = Signal.handle(new Signal("HUP"), signal -> log.reopen());
    if (SignalHandler.SIG_IGN.equals(before)) {
      // Started with nohup: the virtual machine leaves the signal ignored, so it never comes.
      log.follow();
    }
  }

  /**
   * Calls {@code action} when the virtual machine has first failed to find memory: it then sends
   * SIGUSR1, as the program's file in {@code etc/jvm} says.
   */
  static void onOutOfMemory(Runnable action) {
    Signal.handle(new Signal("USR1"), signal -> action.run());
  }

  /** Calls {@code end} with the name of a signal that asks for the end, instead of what did so. */
  static void onEnd(Consumer<String> end) {
    for (String name : List.of("TERM", "INT")) {
      Signal.handle(
          new Signal(name),
          signal -> {
            asked = true;
            end.accept("SIG" + name);
          });
    }
  }
}
