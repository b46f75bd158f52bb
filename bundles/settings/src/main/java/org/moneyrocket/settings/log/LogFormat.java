// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which parts a log line has.
 *
 * @param micros microseconds in the time
 * @param sources file, line and method
 * @param alwaysLevel category and level even where they are understood
 */
record LogFormat(
    boolean timestamps, boolean micros, boolean threads, boolean sources, boolean alwaysLevel) {
  static final LogFormat DEFAULT = new LogFormat(true, false, false, false, false);

  /** Returns the line with its line end. */
  String format(LogLine line) {
    StringBuilder out = new StringBuilder(line.message().length() + 120);
    if (timestamps) {
      appendTime(out, line.time(), micros);
      if (line.mockSeconds() > 0) {
        out.append(" (mocktime: ");
        appendTime(out, Instant.ofEpochSecond(line.mockSeconds()), false);
        out.append(')');
      }
      out.append(' ');
    }
    if (threads) {
      out.append('[').append(line.thread().isEmpty() ? "unknown" : line.thread()).append("] ");
    }
    if (sources) {
      SourceLocation source = line.source() == null ? SourceLocation.UNKNOWN : line.source();
      out.append('[').append(source.file()).append(':').append(source.line()).append("] [");
      out.append(source.function()).append("] ");
    }
    appendLevel(out, line.category(), line.level());
    appendEscaped(out, line.message());
    if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    return out.toString();
  }

  private void appendLevel(StringBuilder out, @Nullable LogCategory category, LogLevel level) {
    boolean showsCategory = alwaysLevel || category != null;
    if (!showsCategory && level == LogLevel.INFO) {
      return;
    }
    out.append('[');
    if (showsCategory) {
      out.append(category == null ? "all" : category.id());
    }
    if (alwaysLevel || !showsCategory || level != LogLevel.DEBUG) {
      out.append(showsCategory ? ":" : "").append(level.id());
    }
    out.append("] ");
  }

  // By hand: a DateTimeFormatter costs more than the rest of the line, in time at the start as
  // well.
  static void appendTime(StringBuilder out, Instant time, boolean micros) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    appendNumber(out, utc.getYear(), 4);
    appendNumber(out.append('-'), utc.getMonthValue(), 2);
    appendNumber(out.append('-'), utc.getDayOfMonth(), 2);
    appendNumber(out.append('T'), utc.getHour(), 2);
    appendNumber(out.append(':'), utc.getMinute(), 2);
    appendNumber(out.append(':'), utc.getSecond(), 2);
    if (micros) {
      appendNumber(out.append('.'), time.getNano() / 1000, 6);
    }
    out.append('Z');
  }

  private static void appendNumber(StringBuilder out, int number, int digits) {
    String text = Integer.toString(number);
    for (int i = text.length(); i < digits; i++) {
      out.append('0');
    }
    out.append(text);
  }

  /** Control characters must not reach the terminal of whoever reads the log. */
  private static void appendEscaped(StringBuilder out, String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if ((c < 0x20 && c != '\n') || c == 0x7f) {
        out.append("\\x").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
  }
}
