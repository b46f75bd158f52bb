// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.util.Locale;
import java.util.Optional;

/** How important a log line is, lowest first. Info and above are always written. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARNING,
  ERROR;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** Returns the name used in options and in the log. */
  public String id() {
    return id;
  }

  /** Tells whether this is as important as the other level or more. */
  public boolean isAtLeast(LogLevel other) {
    return compareTo(other) >= 0;
  }

  /** Finds a level by {@link #id()}. */
  public static Optional<LogLevel> byId(String id) {
    for (LogLevel level : values()) {
      if (level.id.equals(id)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
