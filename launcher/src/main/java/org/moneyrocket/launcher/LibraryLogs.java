// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the lines of the Java platform's own logging interface to the log. */
public final class LibraryLogs extends System.LoggerFinder {
  /** Made by the Java platform, which finds it by its name. */
  public LibraryLogs() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Forwarding(name, LoggerFactory.getLogger(name));
  }

  private record Forwarding(String name, Logger target) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return switch (level) {
        case ALL, TRACE -> target.isTraceEnabled();
        case DEBUG -> target.isDebugEnabled();
        case INFO, WARNING, ERROR -> true;
        case OFF -> false;
      };
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable cause) {
      String text = String.valueOf(message);
      switch (level) {
        case ERROR -> target.error(text, cause);
        case WARNING -> target.warn(text, cause);
        case INFO -> target.info(text, cause);
        case DEBUG -> target.debug(text, cause);
        case ALL, TRACE -> target.trace(text, cause);
        case OFF -> {
          // Nothing is to be written.
        }
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      if (isLoggable(level)) {
        String text = String.valueOf(format);
        log(
            level,
            bundle,
            parameters == null || parameters.length == 0
                ? text
                : MessageFormat.format(text, parameters),
            (Throwable) null);
      }
    }
  }
}
