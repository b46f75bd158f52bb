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

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Returns a setting as text: true is 1, false is 0. */
  static String toText(JsonValue value) {
    return switch (value) {
      case JsonValue.Bool bool -> bool.value() ? "1" : "0";
      case JsonValue.Num num -> num.text();
      case JsonValue.Str str -> str.text();
      case JsonValue.Null n -> throw wrongKind(value, "string");
      case JsonValue.Arr a -> throw wrongKind(value, "string");
      case JsonValue.Obj o -> throw wrongKind(value, "string");
    };
  }

  /** Returns a setting as truth value. */
  static boolean toBoolean(JsonValue value) {
    return switch (value) {
      case JsonValue.Bool bool -> bool.value();
      case JsonValue.Str str -> toBoolean(str.text());
      case JsonValue.Num num -> throw wrongKind(value, "string");
      case JsonValue.Null n -> throw wrongKind(value, "string");
      case JsonValue.Arr a -> throw wrongKind(value, "string");
      case JsonValue.Obj o -> throw wrongKind(value, "string");
    };
  }

  /** Returns a setting as whole number. */
  static long toLong(JsonValue value) {
    return switch (value) {
      case JsonValue.Bool bool -> bool.value() ? 1 : 0;
      case JsonValue.Num num -> {
        try {
          yield Long.parseLong(num.text());
        } catch (NumberFormatException e) {
          throw new StartException("JSON integer out of range");
        }
      }
      case JsonValue.Str str -> toLong(str.text());
      case JsonValue.Null n -> throw wrongKind(value, "string");
      case JsonValue.Arr a -> throw wrongKind(value, "string");
      case JsonValue.Obj o -> throw wrongKind(value, "string");
    };
  }

  private static StartException wrongKind(JsonValue value, String expected) {
    return new StartException(
        "JSON value of type " + value.kind() + " is not of expected type " + expected);
  }
}
