// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import org.moneyrocket.settings.json.JsonValue;

/** How the text of an option is read: section prefix, negation, numbers, true and false. */
final class OptionText {
  /** A key taken apart. */
  record Key(String section, String name, boolean negated) {}

  private OptionText() {}

  /** Takes {@code section.noname} apart; every part but the name may be missing. */
  static Key key(String text) {
    int dot = text.indexOf('.');
    String section = dot < 0 ? "" : text.substring(0, dot);
    String name = dot < 0 ? text : text.substring(dot + 1);
    boolean negated = name.startsWith("no");
    return new Key(section, negated ? name.substring(2) : name, negated);
  }

  /** Reads a truth value: empty is true, otherwise a number that is not zero. */
  static boolean toBoolean(String text) {
    return text.isEmpty() || toLong(text) != 0;
  }

  /**
   * Reads the digits at the beginning of a text; no digits give zero, too many the largest number.
   */
  static long toLong(String text) {
    int at = 0;
    int end = text.length();
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    boolean negative = false;
    if (at < end && text.charAt(at) == '+') {
      at++;
      if (at < end && text.charAt(at) == '-') {
        return 0;
      }
    } else if (at < end && text.charAt(at) == '-') {
      negative = true;
      at++;
    }
    long value = 0;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      int digit = text.charAt(at++) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** Tells whether a text that {@link #toLong(String)} read as the end of the range means it. */
  private static boolean fits(String text, long number) {
    return (number != Long.MAX_VALUE && number != Long.MIN_VALUE)
        || text.strip().equals(Long.toString(number));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  // Chains of instanceof: a switch over types is linked anew at every start, on the way to
  // readiness.

  /** Returns a setting as text: true is 1, false is 0. */
  static String toText(JsonValue value) {
    if (value instanceof JsonValue.Str str) {
      return str.text();
    }
    if (value instanceof JsonValue.Bool bool) {
      return bool.value() ? "1" : "0";
    }
    if (value instanceof JsonValue.Num num) {
      return num.text();
    }
    throw wrongKind(value, "string");
  }

  /** Returns a setting as truth value. */
  static boolean toBoolean(JsonValue value) {
    if (value instanceof JsonValue.Bool bool) {
      return bool.value();
    }
    if (value instanceof JsonValue.Str str) {
      return toBoolean(str.text());
    }
    throw wrongKind(value, "string");
  }

  /**
   * Returns the value of an option with a whole number.
   *
   * @throws StartException when it is too large or too small to be meant
   */
  static long toNumber(Option<?> option, JsonValue value) {
    long number = toLong(value);
    boolean wide = option.has(OptionFlag.WIDE);
    long most = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
    long least = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
    String text = toText(value);
    if (number > most || number < least || !fits(text, number)) {
      throw new StartException(InitText.outOfRange(option.name(), text, least, most));
    }
    return number;
  }

  /** Returns a setting as whole number. */
  static long toLong(JsonValue value) {
    if (value instanceof JsonValue.Bool bool) {
      return bool.value() ? 1 : 0;
    }
    if (value instanceof JsonValue.Str str) {
      return toLong(str.text());
    }
    if (value instanceof JsonValue.Num num) {
      try {
        return Long.parseLong(num.text());
      } catch (NumberFormatException e) {
        throw new StartException("JSON integer out of range");
      }
    }
    throw wrongKind(value, "string");
  }

  private static StartException wrongKind(JsonValue value, String expected) {
    return new StartException(
        "JSON value of type " + value.kind() + " is not of expected type " + expected);
  }
}
