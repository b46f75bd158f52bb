// SPDX-License-Identifier: MIT
package org.moneyrocket.node.policy;

import org.moneyrocket.primitives.Amount;

/** Amounts as they stand in log lines and reject details. */
public final class MoneyText {
  private static final int LEAST_DECIMALS = 2;

  private MoneyText() {}

  /** Returns bitcoin with at least two decimals and no zeros behind them. */
  public static String of(long sats) {
    String text = new Amount(sats).toString();
    int end = text.length();
    int least = text.indexOf('.') + 1 + LEAST_DECIMALS;
    while (end > least && text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }
}
