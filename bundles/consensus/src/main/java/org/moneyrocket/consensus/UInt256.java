// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import java.math.BigInteger;
import org.moneyrocket.primitives.Bytes;

/**
 * An unsigned 256-bit number: targets and chain work. Immutable; arithmetic wraps modulo 2^256.
 * Sums and comparisons do not allocate more than their result.
 */
public final class UInt256 implements Comparable<UInt256> {
  public static final UInt256 ZERO = new UInt256(0, 0, 0, 0);
  public static final UInt256 ONE = new UInt256(0, 0, 0, 1);

  /** 2^256 - 1. */
  public static final UInt256 MAX = new UInt256(-1, -1, -1, -1);

  private static final int HEX_DIGITS = 64;

  private final long w3;
  private final long w2;
  private final long w1;
  private final long w0;

  private UInt256(long w3, long w2, long w1, long w0) {
    this.w3 = w3;
    this.w2 = w2;
    this.w1 = w1;
    this.w0 = w0;
  }

  /** Returns {@code value} taken as unsigned. */
  public static UInt256 of(long value) {
    return new UInt256(0, 0, 0, value);
  }

  /**
   * Reads up to 64 hexadecimal digits, most significant first; missing leading digits are zero.
   *
   * @throws NumberFormatException if it is anything else
   */
  public static UInt256 fromHex(String hex) {
    if (hex.isEmpty() || hex.length() > HEX_DIGITS) {
      throw new NumberFormatException("1 to 64 hexadecimal digits expected, got " + hex.length());
    }
    String full = "0".repeat(HEX_DIGITS - hex.length()) + hex;
    return new UInt256(
        Long.parseUnsignedLong(full, 0, 16, 16),
        Long.parseUnsignedLong(full, 16, 32, 16),
        Long.parseUnsignedLong(full, 32, 48, 16),
        Long.parseUnsignedLong(full, 48, 64, 16));
  }

  /** Reads 32 bytes, least significant first: how a hash is compared with a target. */
  public static UInt256 fromLittleEndian(Bytes bytes) {
    if (bytes.size() != 32) {
      throw new IllegalArgumentException("32 bytes needed, got " + bytes.size());
    }
    return new UInt256(word(bytes, 24), word(bytes, 16), word(bytes, 8), word(bytes, 0));
  }

  private static long word(Bytes bytes, int at) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | bytes.unsigned(at + i);
    }
    return value;
  }

  /** Returns the low 256 bits of {@code value}. */
  public static UInt256 fromBigInteger(BigInteger value) {
    return new UInt256(
        value.shiftRight(192).longValue(),
        value.shiftRight(128).longValue(),
        value.shiftRight(64).longValue(),
        value.longValue());
  }

  public BigInteger toBigInteger() {
    return new BigInteger(toHex(), 16);
  }

  /** Returns 32 bytes, least significant first. */
  public Bytes toLittleEndian() {
    byte[] out = new byte[32];
    long[] words = {w0, w1, w2, w3};
    for (int i = 0; i < 32; i++) {
      out[i] = (byte) (words[i >>> 3] >>> 8 * (i & 7));
    }
    return Bytes.wrap(out);
  }

  public boolean isZero() {
    return (w3 | w2 | w1 | w0) == 0;
  }

  public UInt256 plus(UInt256 other) {
    long r0 = w0 + other.w0;
    long c = Long.compareUnsigned(r0, w0) < 0 ? 1 : 0;
    long s1 = w1 + other.w1;
    long r1 = s1 + c;
    c = Long.compareUnsigned(s1, w1) < 0 || Long.compareUnsigned(r1, s1) < 0 ? 1 : 0;
    long s2 = w2 + other.w2;
    long r2 = s2 + c;
    c = Long.compareUnsigned(s2, w2) < 0 || Long.compareUnsigned(r2, s2) < 0 ? 1 : 0;
    return new UInt256(w3 + other.w3 + c, r2, r1, r0);
  }

  /** Returns the difference modulo 2^256. */
  public UInt256 minus(UInt256 other) {
    return plus(other.not()).plus(ONE);
  }

  public UInt256 not() {
    return new UInt256(~w3, ~w2, ~w1, ~w0);
  }

  /** Returns the low 256 bits of the product. */
  public UInt256 times(long unsignedFactor) {
    long r0 = w0 * unsignedFactor;
    long h0 = Math.unsignedMultiplyHigh(w0, unsignedFactor);
    long h1 = Math.unsignedMultiplyHigh(w1, unsignedFactor);
    long h2 = Math.unsignedMultiplyHigh(w2, unsignedFactor);
    UInt256 low = new UInt256(w3 * unsignedFactor, w2 * unsignedFactor, w1 * unsignedFactor, r0);
    return low.plus(new UInt256(h2, h1, h0, 0));
  }

  /**
   * Returns the quotient, rounded down.
   *
   * @throws ArithmeticException if {@code divisor} is zero
   */
  public UInt256 dividedBy(UInt256 divisor) {
    if (divisor.isZero()) {
      throw new ArithmeticException("division of a 256-bit number by zero");
    }
    if (divisor.bitLength() <= 63 && bitLength() <= 63) {
      return of(w0 / divisor.w0);
    }
    return fromBigInteger(toBigInteger().divide(divisor.toBigInteger()));
  }

  public UInt256 shiftLeft(int bits) {
    if (bits >= 256) {
      return ZERO;
    }
    long[] in = {w0, w1, w2, w3};
    long[] out = new long[4];
    int words = bits >>> 6;
    int rest = bits & 63;
    for (int i = words; i < 4; i++) {
      out[i] = in[i - words] << rest;
      if (rest != 0 && i > words) {
        out[i] |= in[i - words - 1] >>> 64 - rest;
      }
    }
    return new UInt256(out[3], out[2], out[1], out[0]);
  }

  public UInt256 shiftRight(int bits) {
    if (bits >= 256) {
      return ZERO;
    }
    long[] in = {w0, w1, w2, w3};
    long[] out = new long[4];
    int words = bits >>> 6;
    int rest = bits & 63;
    for (int i = 0; i + words < 4; i++) {
      out[i] = in[i + words] >>> rest;
      if (rest != 0 && i + words < 3) {
        out[i] |= in[i + words + 1] << 64 - rest;
      }
    }
    return new UInt256(out[3], out[2], out[1], out[0]);
  }

  /** Returns the position of the highest bit set plus one; 0 for zero. */
  public int bitLength() {
    if (w3 != 0) {
      return 256 - Long.numberOfLeadingZeros(w3);
    }
    if (w2 != 0) {
      return 192 - Long.numberOfLeadingZeros(w2);
    }
    return w1 != 0 ? 128 - Long.numberOfLeadingZeros(w1) : 64 - Long.numberOfLeadingZeros(w0);
  }

  /** Returns the low 64 bits. */
  public long low64() {
    return w0;
  }

  /** Returns the nearest double, for difficulty and progress figures. */
  public double toDouble() {
    return toBigInteger().doubleValue();
  }

  @Override
  public int compareTo(UInt256 other) {
    int order = Long.compareUnsigned(w3, other.w3);
    if (order == 0) {
      order = Long.compareUnsigned(w2, other.w2);
    }
    if (order == 0) {
      order = Long.compareUnsigned(w1, other.w1);
    }
    return order != 0 ? order : Long.compareUnsigned(w0, other.w0);
  }

  /** Returns 64 hexadecimal digits, most significant first, as RPC prints chain work. */
  public String toHex() {
    return java.util.HexFormat.of().toHexDigits(w3)
        + java.util.HexFormat.of().toHexDigits(w2)
        + java.util.HexFormat.of().toHexDigits(w1)
        + java.util.HexFormat.of().toHexDigits(w0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UInt256 that
        && w0 == that.w0
        && w1 == that.w1
        && w2 == that.w2
        && w3 == that.w3;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(w0 ^ Long.rotateLeft(w1, 17) ^ Long.rotateLeft(w2, 31) ^ w3);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
