// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.moneyrocket.gui.text.Text.t;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads numbers as the window writes them: a point before decimals, spaces between groups of three
 * digits. What could mean two numbers is refused: half of the world writes one and a half as 1,5,
 * the other half fifteen hundred as 1,500.
 */
final class NumberText {
  /** Longest text that is tried. */
  private static final int MAX_TYPED = 40;

  /** Spaces that group digits: thin, plain, and those that do not break. */
  private static final String SPACES = " \u00a0\u2007\u2009\u202f";

  private static final Pattern PLAIN = Pattern.compile("[0-9]+\\.?[0-9]*|\\.[0-9]+");
  private static final Pattern GROUPED =
      Pattern.compile("[1-9][0-9]{0,2}([" + SPACES + "])[0-9]{3}(\\1[0-9]{3})*(\\.[0-9]*)?");

  private NumberText() {}

  /** Reads a number that is not negative. */
  static Typed<BigDecimal> read(String typed) {
    String text = trimmed(typed);
    if (text.isEmpty()) {
      return new Typed.Blank<>();
    }
    if (text.length() <= MAX_TYPED) {
      if (GROUPED.matcher(text).matches()) {
        return new Typed.Understood<>(number(text.replaceAll("[" + SPACES + "]", "")));
      }
      if (PLAIN.matcher(text).matches()) {
        return new Typed.Understood<>(number(text));
      }
    }
    return new Typed.Wrong<>(why(text));
  }

  /** Takes spaces off the ends, also those that a program puts around what is copied from it. */
  static String trimmed(String typed) {
    int from = 0;
    int to = typed.length();
    while (from < to && isSpace(typed.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(typed.charAt(to - 1))) {
      to--;
    }
    return typed.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return SPACES.indexOf(c) >= 0 || Character.isWhitespace(c);
  }

  private static BigDecimal number(String plain) {
    return new BigDecimal(plain.endsWith(".") ? plain + "0" : plain);
  }

  private static String why(String text) {
    if (text.length() > MAX_TYPED) {
      return t("This is too long for a number.");
    }
    if (text.startsWith("-") || text.startsWith("\u2212")) {
      return t("The number must not be negative.");
    }
    if (text.indexOf(',') >= 0) {
      return t(
          "A comma may mean thousands or decimals. Write a point before decimals, as in 0.5, and"
              + " nothing or spaces between thousands, as in 1 500.");
    }
    if (text.codePoints().anyMatch(c -> Character.isDigit(c) && (c < '0' || c > '9'))) {
      return t("Write numbers with the digits 0 to 9 and a point, as in 0.5.");
    }
    if (text.matches("[0-9.]*[" + SPACES + "][0-9." + SPACES + "]*")) {
      return t("Spaces may only stand between groups of three digits, as in 1 500.");
    }
    return t("This is not a number. Write it as in 0.5 or 1 500.");
  }
}
