// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.Optional;

/** Walks over the text of a descriptor: what is before the end and after what was read. */
final class Cursor {
  private String rest;

  Cursor(String text) {
    this.rest = text;
  }

  /** Returns what has not been read. */
  String rest() {
    return rest;
  }

  boolean isEmpty() {
    return rest.isEmpty();
  }

  /** Steps over {@code text} if it comes next. */
  boolean skip(String text) {
    if (!rest.startsWith(text)) {
      return false;
    }
    rest = rest.substring(text.length());
    return true;
  }

  /**
   * Reads up to the comma or closing bracket that belongs to an outer expression, or to the end.
   */
  String expression() {
    int level = 0;
    int at = 0;
    for (; at < rest.length(); at++) {
      char c = rest.charAt(at);
      if (c == '(' || c == '{') {
        level++;
      } else if (level > 0 && (c == ')' || c == '}')) {
        level--;
      } else if (level == 0 && (c == ')' || c == '}' || c == ',')) {
        break;
      }
    }
    String read = rest.substring(0, at);
    rest = rest.substring(at);
    return read;
  }

  /** Returns what is between the brackets if {@code expression} is a call of {@code name}. */
  static Optional<String> arguments(String expression, String name) {
    return expression.length() >= name.length() + 2
            && expression.startsWith(name)
            && expression.charAt(name.length()) == '('
            && expression.endsWith(")")
        ? Optional.of(expression.substring(name.length() + 1, expression.length() - 1))
        : Optional.empty();
  }

  /** Reads a decimal number of at most 32 bits; empty if the text is anything else. */
  static Optional<Long> unsignedInt(String text) {
    if (text.isEmpty() || text.length() > 100) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return Optional.empty();
      }
      value = value * 10 + (c - '0');
      if (value > 0xffffffffL) {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }

  /** Tells whether the text is an even number of hexadecimal digits, and at least two. */
  static boolean isHex(String text) {
    if (text.isEmpty() || text.length() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }
}
