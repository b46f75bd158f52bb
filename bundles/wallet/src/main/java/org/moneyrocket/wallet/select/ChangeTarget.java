// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.Random;

/** How much change to aim at. */
public final class ChangeTarget {
  /** Smallest change aimed at, in satoshis. */
  static final long LOWER = 50_000;

  private static final long UPPER = 1_000_000;

  private ChangeTarget() {}

  /**
   * Draws an amount that looks like a payment: change of typical size hides which output it is.
   *
   * @param payment mean amount of the payments, in satoshis
   */
  public static long draw(long payment, long changeFee, Random random) {
    if (payment <= LOWER / 2) {
      return changeFee + LOWER;
    }
    long bound = Math.min(payment * 2, UPPER) - LOWER;
    return changeFee + LOWER + (bound <= 0 ? 0 : random.nextLong(bound));
  }
}
