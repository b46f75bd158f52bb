// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MarkerIgnoringBase;
import org.slf4j.helpers.MessageFormatter;

/** A logger of the SLF4J interface that writes to the debug log. */
final class DebugLogger extends MarkerIgnoringBase {
  private static final long serialVersionUID = 1L;

  private final transient DebugLog log;
  private final transient @Nullable LogCategory category;
  private final boolean ours;

  DebugLogger(String name, DebugLog log) {
    this.name = name;
    this.log = log;
    this.category = LoggerCategories.of(name);
    this.ours = LoggerCategories.isOurs(name);
  }

  private boolean writes(LogLevel level) {
    return (ours || level.isAtLeast(LogLevel.WARNING)) && log.isEnabled(level, category);
  }

  private void write(LogLevel level, @Nullable String message, @Nullable Throwable thrown) {
    if (!writes(level)) {
      return;
    }
    String text = String.valueOf(message);
    log.log(level, category, thrown == null ? text : text + withTrace(level, thrown));
  }

  private void write(LogLevel level, FormattingTuple tuple) {
    write(level, tuple.getMessage(), tuple.getThrowable());
  }

  private String withTrace(LogLevel level, Throwable thrown) {
    if (level != LogLevel.ERROR && !log.isEnabled(LogLevel.DEBUG, category)) {
      return ": " + thrown;
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return ": " + trace.toString().replace("\t", "    ");
  }

  @Override
  public boolean isTraceEnabled() {
    return writes(LogLevel.TRACE);
  }

  @Override
  public void trace(@Nullable String message) {
    write(LogLevel.TRACE, message, null);
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object arg) {
    if (writes(LogLevel.TRACE)) {
      write(LogLevel.TRACE, MessageFormatter.format(format, arg));
    }
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object arg1, @Nullable Object arg2) {
    if (writes(LogLevel.TRACE)) {
      write(LogLevel.TRACE, MessageFormatter.format(format, arg1, arg2));
    }
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object... args) {
    if (writes(LogLevel.TRACE)) {
      write(LogLevel.TRACE, MessageFormatter.arrayFormat(format, args));
    }
  }

  @Override
  public void trace(@Nullable String message, @Nullable Throwable thrown) {
    write(LogLevel.TRACE, message, thrown);
  }

  @Override
  public boolean isDebugEnabled() {
    return writes(LogLevel.DEBUG);
  }

  @Override
  public void debug(@Nullable String message) {
    write(LogLevel.DEBUG, message, null);
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object arg) {
    if (writes(LogLevel.DEBUG)) {
      write(LogLevel.DEBUG, MessageFormatter.format(format, arg));
    }
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object arg1, @Nullable Object arg2) {
    if (writes(LogLevel.DEBUG)) {
      write(LogLevel.DEBUG, MessageFormatter.format(format, arg1, arg2));
    }
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object... args) {
    if (writes(LogLevel.DEBUG)) {
      write(LogLevel.DEBUG, MessageFormatter.arrayFormat(format, args));
    }
  }

  @Override
  public void debug(@Nullable String message, @Nullable Throwable thrown) {
    write(LogLevel.DEBUG, message, thrown);
  }

  @Override
  public boolean isInfoEnabled() {
    return writes(LogLevel.INFO);
  }

  @Override
  public void info(@Nullable String message) {
    write(LogLevel.INFO, message, null);
  }

  @Override
  public void info(@Nullable String format, @Nullable Object arg) {
    if (writes(LogLevel.INFO)) {
      write(LogLevel.INFO, MessageFormatter.format(format, arg));
    }
  }

  @Override
  public void info(@Nullable String format, @Nullable Object arg1, @Nullable Object arg2) {
    if (writes(LogLevel.INFO)) {
      write(LogLevel.INFO, MessageFormatter.format(format, arg1, arg2));
    }
  }

  @Override
  public void info(@Nullable String format, @Nullable Object... args) {
    if (writes(LogLevel.INFO)) {
      write(LogLevel.INFO, MessageFormatter.arrayFormat(format, args));
    }
  }

  @Override
  public void info(@Nullable String message, @Nullable Throwable thrown) {
    write(LogLevel.INFO, message, thrown);
  }

  @Override
  public boolean isWarnEnabled() {
    return writes(LogLevel.WARNING);
  }

  @Override
  public void warn(@Nullable String message) {
    write(LogLevel.WARNING, message, null);
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object arg) {
    if (writes(LogLevel.WARNING)) {
      write(LogLevel.WARNING, MessageFormatter.format(format, arg));
    }
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object arg1, @Nullable Object arg2) {
    if (writes(LogLevel.WARNING)) {
      write(LogLevel.WARNING, MessageFormatter.format(format, arg1, arg2));
    }
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object... args) {
    if (writes(LogLevel.WARNING)) {
      write(LogLevel.WARNING, MessageFormatter.arrayFormat(format, args));
    }
  }

  @Override
  public void warn(@Nullable String message, @Nullable Throwable thrown) {
    write(LogLevel.WARNING, message, thrown);
  }

  @Override
  public boolean isErrorEnabled() {
    return writes(LogLevel.ERROR);
  }

  @Override
  public void error(@Nullable String message) {
    write(LogLevel.ERROR, message, null);
  }

  @Override
  public void error(@Nullable String format, @Nullable Object arg) {
    if (writes(LogLevel.ERROR)) {
      write(LogLevel.ERROR, MessageFormatter.format(format, arg));
    }
  }

  @Override
  public void error(@Nullable String format, @Nullable Object arg1, @Nullable Object arg2) {
    if (writes(LogLevel.ERROR)) {
      write(LogLevel.ERROR, MessageFormatter.format(format, arg1, arg2));
    }
  }

  @Override
  public void error(@Nullable String format, @Nullable Object... args) {
    if (writes(LogLevel.ERROR)) {
      write(LogLevel.ERROR, MessageFormatter.arrayFormat(format, args));
    }
  }

  @Override
  public void error(@Nullable String message, @Nullable Throwable thrown) {
    write(LogLevel.ERROR, message, thrown);
  }
}
