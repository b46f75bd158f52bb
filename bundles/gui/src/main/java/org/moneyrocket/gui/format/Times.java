// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.moneyrocket.gui.text.Text.t;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Moments and spans as people read them. */
public final class Times {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Times() {}

  /** Returns a moment in the user's time zone, to the minute; a dash for 0. */
  public static String moment(long secondsSince1970) {
    return secondsSince1970 <= 0
        ? "\u2013"
        : MINUTE.format(Instant.ofEpochSecond(secondsSince1970).atZone(ZoneId.systemDefault()));
  }

  /** Returns how long ago a moment was, for example {@code 5 min ago}. */
  public static String ago(long secondsSince1970) {
    if (secondsSince1970 <= 0) {
      return "\u2013";
    }
    long seconds = Instant.now().getEpochSecond() - secondsSince1970;
    return seconds < 60 ? t("just now") : t("%s ago", span(Duration.ofSeconds(seconds)));
  }

  /** Returns a span in its largest unit, for example {@code 3 h}. */
  public static String span(Duration span) {
    if (span.toDays() >= 365) {
      long years = span.toDays() / 365;
      return years == 1 ? t("1 year") : t("%d years", years);
    }
    if (span.toDays() >= 1) {
      return span.toDays() == 1 ? t("1 day") : t("%d days", span.toDays());
    }
    if (span.toHours() >= 1) {
      return t("%d h", span.toHours());
    }
    if (span.toMinutes() >= 1) {
      return t("%d min", span.toMinutes());
    }
    return t("%d s", Math.max(0, span.toSeconds()));
  }

  /** Returns a span in two units, for example {@code 2 h 05 min}. */
  public static String uptime(Duration span) {
    if (span.toDays() >= 1) {
      return t("%d d %d h", span.toDays(), span.toHoursPart());
    }
    if (span.toHours() >= 1) {
      return t("%d h %02d min", span.toHours(), span.toMinutesPart());
    }
    return t("%d min %02d s", span.toMinutes(), span.toSecondsPart());
  }
}
