// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

/** The shorter form of an amount in the coins database: trailing decimal zeros become a digit. */
final class AmountCode {
  private AmountCode() {}

  static long compress(long sats) {
    if (sats == 0) {
      return 0;
    }
    long rest = sats;
    int zeros = 0;
    while (zeros < 9 && Long.remainderUnsigned(rest, 10) == 0) {
      rest = Long.divideUnsigned(rest, 10);
      zeros++;
    }
    if (zeros < 9) {
      long digit = Long.remainderUnsigned(rest, 10);
      return 1 + (Long.divideUnsigned(rest, 10) * 9 + digit - 1) * 10 + zeros;
    }
    return 1 + (rest - 1) * 10 + 9;
  }

  static long decompress(long code) {
    if (code == 0) {
      return 0;
    }
    long rest = code - 1;
    int zeros = (int) Long.remainderUnsigned(rest, 10);
    rest = Long.divideUnsigned(rest, 10);
    long sats;
    if (zeros < 9) {
      long digit = Long.remainderUnsigned(rest, 9) + 1;
      sats = Long.divideUnsigned(rest, 9) * 10 + digit;
    } else {
      sats = rest + 1;
    }
    for (int i = 0; i < zeros; i++) {
      sats *= 10;
    }
    return sats;
  }
}
