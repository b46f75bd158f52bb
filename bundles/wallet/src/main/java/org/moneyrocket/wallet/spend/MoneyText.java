// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

/** Amounts and rates as messages write them. */
public final class MoneyText {
  private MoneyText() {}

  /** Returns bitcoin with two to eight decimals. */
  public static String bitcoin(long sats) {
    String text = new Amount(sats).toString();
    int end = text.length();
    int shortest = text.indexOf('.') + 3;
    while (end > shortest && text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Returns a rate in satoshis per virtual byte with three decimals. */
  public static String perVbyte(FeeRate rate) {
    long sats = rate.satsPerKvb();
    return String.format("%d.%03d sat/vB", sats / 1000, sats % 1000);
  }
}
