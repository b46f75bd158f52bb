// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

/**
 * A target in the 32-bit form headers carry: one byte of size, a sign bit and 23 bits of mantissa.
 *
 * @param bits unsigned 32 bits in an int
 */
public record CompactTarget(int bits) {
  private static final int SIGN = 0x0080_0000;
  private static final int MANTISSA = 0x007f_ffff;

  private int size() {
    return bits >>> 24;
  }

  /** The mantissa after the shift that sizes below three imply: what decides zero and sign. */
  private int shiftedWord() {
    int word = bits & MANTISSA;
    return size() <= 3 ? word >>> 8 * (3 - size()) : word;
  }

  /** Returns the magnitude, cut to 256 bits, whatever the sign says. */
  public UInt256 target() {
    UInt256 word = UInt256.of(shiftedWord());
    return size() <= 3 ? word : word.shiftLeft(8 * (size() - 3));
  }

  public boolean isNegative() {
    return shiftedWord() != 0 && (bits & SIGN) != 0;
  }

  /** Tells whether the number has more than 256 bits. */
  public boolean isOverflow() {
    int word = shiftedWord();
    int size = size();
    return word != 0 && (size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32));
  }

  /** Tells whether this can be a target at all: neither negative, zero nor too large. */
  public boolean isUsable() {
    return !isNegative() && !isOverflow() && !target().isZero();
  }

  /**
   * Returns the expected number of hashes for a block with this target: 2^256 / (target + 1); zero
   * when the target is not usable.
   */
  public UInt256 work() {
    if (!isUsable()) {
      return UInt256.ZERO;
    }
    UInt256 target = target();
    return target.not().dividedBy(target.plus(UInt256.ONE)).plus(UInt256.ONE);
  }

  /** Returns the shortest compact form of {@code target}, losing low bits. */
  public static CompactTarget of(UInt256 target) {
    int size = (target.bitLength() + 7) / 8;
    int word =
        size <= 3
            ? (int) (target.low64() << 8 * (3 - size))
            : (int) target.shiftRight(8 * (size - 3)).low64();
    if ((word & SIGN) != 0) {
      word >>>= 8;
      size++;
    }
    return new CompactTarget(word | size << 24);
  }

  /** Returns eight hexadecimal digits, as RPC prints bits. */
  @Override
  public String toString() {
    return java.util.HexFormat.of().toHexDigits(bits);
  }
}
