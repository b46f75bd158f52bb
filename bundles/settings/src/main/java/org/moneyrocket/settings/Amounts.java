// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.OptionalLong;

/** Amounts in options: decimal BTC outside, satoshi inside. */
final class Amounts {
  static final long SATOSHIS_PER_BTC = 100_000_000L;
  static final long MAX_SATOSHIS = 21_000_000L * SATOSHIS_PER_BTC;

  private Amounts() {}

  /** Returns the amount as decimal BTC with at least two decimals. */
  static String format(long satoshis) {
    long whole = satoshis / SATOSHIS_PER_BTC;
    String decimals = Long.toString(SATOSHIS_PER_BTC + satoshis % SATOSHIS_PER_BTC).substring(1);
    int end = 8;
    while (end > 2 && decimals.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + decimals.substring(0, end);
  }

  /**
   * Reads decimal BTC, at most eight decimals and at most all coins; empty when the text is
   * anything else.
   */
  static OptionalLong parse(String text) {
    String trimmed = text.strip();
    int point = trimmed.indexOf('.');
    String whole = point < 0 ? trimmed : trimmed.substring(0, point);
    String decimals = point < 0 ? "" : trimmed.substring(point + 1);
    if (trimmed.isEmpty()
        || (whole.isEmpty() && decimals.isEmpty())
        || whole.length() > 10
        || decimals.length() > 8
        || !isDigits(whole)
        || !isDigits(decimals)) {
      return OptionalLong.empty();
    }
    long satoshis = whole.isEmpty() ? 0 : Long.parseLong(whole) * SATOSHIS_PER_BTC;
    if (!decimals.isEmpty()) {
      satoshis += Long.parseLong((decimals + "00000000").substring(0, 8));
    }
    return satoshis > MAX_SATOSHIS ? OptionalLong.empty() : OptionalLong.of(satoshis);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
