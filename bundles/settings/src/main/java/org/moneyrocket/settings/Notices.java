// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import org.moneyrocket.settings.log.LogLevel;

/** Where remarks go that come up while options are read, before there is a log file. */
public interface Notices {
  /** Takes a line for the log. */
  void log(LogLevel level, String text);

  /** Takes a line for the user's terminal. */
  void show(String line);

  /** Drops everything: for who reads what another has spoken of already. */
  static Notices none() {
    return new Notices() {
      @Override
      public void log(LogLevel level, String text) {
        // Said before.
      }

      @Override
      public void show(String line) {
        // The same.
      }
    };
  }

  /** Drops log lines and prints the others to standard error: what a short-lived program wants. */
  static Notices terminalOnly() {
    return new Notices() {
      @Override
      public void log(LogLevel level, String text) {
        // There is no log.
      }

      @Override
      public void show(String line) {
        System.err.println(line);
      }
    };
  }
}
