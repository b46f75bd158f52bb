// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/** A fee rate in satoshis per 1,000 virtual bytes. */
public record FeeRate(long satsPerKvb) implements Comparable<FeeRate> {
  public static final FeeRate ZERO = new FeeRate(0);

  /**
   * Returns the fee of {@code vsize} virtual bytes at this rate, rounded up (away from zero), in
   * satoshis.
   */
  public long feeOf(long vsize) {
    long product = Math.multiplyExact(satsPerKvb, vsize);
    return product >= 0 ? Math.ceilDiv(product, 1000L) : Math.floorDiv(product, 1000L);
  }

  /** Returns the rate of {@code feeSats} for {@code vsize} virtual bytes, rounded down; 0 for 0. */
  public static FeeRate of(long feeSats, long vsize) {
    return vsize <= 0
        ? ZERO
        : new FeeRate(Math.floorDiv(Math.multiplyExact(feeSats, 1000L), vsize));
  }

  @Override
  public int compareTo(FeeRate other) {
    return Long.compare(satsPerKvb, other.satsPerKvb);
  }

  /** Returns the rate in BTC/kvB, as in log lines and messages. */
  @Override
  public String toString() {
    return new Amount(satsPerKvb) + " BTC/kvB";
  }
}
