// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.math.BigDecimal;

/**
 * An amount of bitcoin in satoshis. May be negative (a change of balance); {@link #isMoney} tells
 * whether it is an amount that can exist.
 */
public record Amount(long sats) implements Comparable<Amount> {
  /** Satoshis in a bitcoin. */
  public static final long COIN = 100_000_000L;

  /** Largest amount that passes consensus: 21 million bitcoin. */
  public static final long MAX_MONEY = 21_000_000L * COIN;

  public static final Amount ZERO = new Amount(0);

  /** Tells whether {@code sats} lies in 0 to {@link #MAX_MONEY}. */
  public static boolean isMoney(long sats) {
    return sats >= 0 && sats <= MAX_MONEY;
  }

  /** Returns the sum. */
  public Amount plus(Amount other) {
    return new Amount(Math.addExact(sats, other.sats));
  }

  /** Returns the difference. */
  public Amount minus(Amount other) {
    return new Amount(Math.subtractExact(sats, other.sats));
  }

  public Amount negated() {
    return new Amount(Math.negateExact(sats));
  }

  /** Returns the amount in bitcoin with eight decimals. */
  public BigDecimal toBitcoin() {
    return BigDecimal.valueOf(sats, 8);
  }

  /**
   * Converts from bitcoin.
   *
   * @throws ArithmeticException if it has more than eight decimals or does not fit
   */
  public static Amount ofBitcoin(BigDecimal bitcoin) {
    return new Amount(bitcoin.movePointRight(8).longValueExact());
  }

  @Override
  public int compareTo(Amount other) {
    return Long.compare(sats, other.sats);
  }

  /** Returns bitcoin with eight decimals, as RPC prints it. */
  @Override
  public String toString() {
    return toBitcoin().toPlainString();
  }
}
