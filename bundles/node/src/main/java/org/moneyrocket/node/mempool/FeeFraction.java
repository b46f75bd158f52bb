// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

/**
 * An exact fee rate: fee in satoshis (may be negative) for a size, which is an adjusted weight.
 *
 * @param size weight units, not negative; 0 only together with fee 0
 */
public record FeeFraction(long fee, long size) {
  public static final FeeFraction NOTHING = new FeeFraction(0, 0);

  public FeeFraction plus(FeeFraction other) {
    return new FeeFraction(Math.addExact(fee, other.fee), Math.addExact(size, other.size));
  }

  public FeeFraction minus(FeeFraction other) {
    return new FeeFraction(
        Math.subtractExact(fee, other.fee), Math.subtractExact(size, other.size));
  }

  /** Compares the rates only, exactly: 128-bit cross multiplication. Both sizes are positive. */
  public int compareRate(FeeFraction other) {
    return compareProducts(fee, other.size, other.fee, size);
  }

  /** Compares {@code a * b} with {@code c * d}. */
  static int compareProducts(long a, long b, long c, long d) {
    int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
  }

  /** Returns the size in virtual bytes, rounded up. */
  public long vsize() {
    return (size + 3) / 4;
  }
}
