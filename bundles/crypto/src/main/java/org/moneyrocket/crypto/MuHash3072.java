// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A set hash: elements can be added and removed in any order, and sets can be joined.
 * Multiplication in the integers modulo 2^3072 - 1103717, numerator and denominator kept apart.
 * Used for the hash of the coin set. Not thread-safe.
 */
public final class MuHash3072 {
  /** Length of one side of the fraction in bytes. */
  public static final int NUMBER_BYTES = 384;

  /** Length of {@link #toBytes} in bytes. */
  public static final int STATE_BYTES = 2 * NUMBER_BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LIMBS = 48;
  private static final long DISTANCE = 1103717;
  private static final BigInteger MODULUS =
      BigInteger.ONE.shiftLeft(3072).subtract(BigInteger.valueOf(DISTANCE));

  private final long[] numerator;
  private final long[] denominator;
  private final long[] product = new long[2 * LIMBS];

  /** Makes the hash of the empty set. */
  public MuHash3072() {
    this(one(), one());
  }

  private MuHash3072(long[] numerator, long[] denominator) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /**
   * Reads the form of {@link #toBytes}: numerator, then denominator, both little-endian.
   *
   * @throws IllegalArgumentException if there are not 768 bytes, or the denominator is 0
   */
  public static MuHash3072 fromBytes(byte[] state) {
    if (state.length != STATE_BYTES) {
      throw new IllegalArgumentException("MuHash state needs 768 bytes, got " + state.length);
    }
    long[] denominator = number(state, NUMBER_BYTES);
    reduceFully(denominator);
    if (isZero(denominator)) {
      throw new IllegalArgumentException("MuHash state has denominator 0");
    }
    return new MuHash3072(number(state, 0), denominator);
  }

  /** Returns an independent copy. */
  public MuHash3072 copy() {
    return new MuHash3072(numerator.clone(), denominator.clone());
  }

  /** Adds the element with these bytes. */
  public MuHash3072 insert(byte[] element) {
    multiply(numerator, expand(element));
    return this;
  }

  /** Removes the element with these bytes; it need not have been added before. */
  public MuHash3072 remove(byte[] element) {
    multiply(denominator, expand(element));
    return this;
  }

  /** Adds all elements of {@code other}. */
  public MuHash3072 combine(MuHash3072 other) {
    multiply(numerator, other.numerator);
    multiply(denominator, other.denominator);
    return this;
  }

  /**
   * Returns the 32-byte hash of the set. Divides first, so that the denominator is 1 afterwards, as
   * in Bitcoin Core's stored states; costs milliseconds.
   */
  public byte[] digest() {
    normalize();
    return Hashes.sha256(bytes(numerator));
  }

  /** Divides, so that the denominator is 1. The hash stays the same. */
  public void normalize() {
    reduceFully(denominator);
    if (!isOne(denominator)) {
      multiply(numerator, fromBig(toBig(denominator).modInverse(MODULUS)));
      System.arraycopy(one(), 0, denominator, 0, LIMBS);
    }
    reduceFully(numerator);
  }

  /** Returns numerator and denominator, 384 little-endian bytes each. */
  public byte[] toBytes() {
    byte[] out = Arrays.copyOf(bytes(numerator), STATE_BYTES);
    System.arraycopy(bytes(denominator), 0, out, NUMBER_BYTES, NUMBER_BYTES);
    return out;
  }

  private static long[] expand(byte[] element) {
    byte[] stream = new byte[NUMBER_BYTES];
    new ChaCha20(Hashes.sha256(element)).keystream(stream, 0, NUMBER_BYTES);
    return number(stream, 0);
  }

  /** Sets a to a * b, reduced below 2^3072 but not necessarily below the modulus. */
  private void multiply(long[] a, long[] b) {
    long[] p = product;
    Arrays.fill(p, 0, LIMBS, 0);
    for (int i = 0; i < LIMBS; i++) {
      long factor = a[i];
      long carry = 0;
      for (int j = 0; j < LIMBS; j++) {
        long low = factor * b[j];
        long high = Math.unsignedMultiplyHigh(factor, b[j]);
        low += carry;
        if (Long.compareUnsigned(low, carry) < 0) {
          high++;
        }
        long sum = p[i + j] + low;
        if (Long.compareUnsigned(sum, low) < 0) {
          high++;
        }
        p[i + j] = sum;
        carry = high;
      }
      p[i + LIMBS] = carry;
    }
    // 2^3072 is congruent to DISTANCE: fold the upper half down, then what that overflows.
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      long low = p[LIMBS + i] * DISTANCE;
      long high = Math.unsignedMultiplyHigh(p[LIMBS + i], DISTANCE);
      low += carry;
      if (Long.compareUnsigned(low, carry) < 0) {
        high++;
      }
      long sum = p[i] + low;
      if (Long.compareUnsigned(sum, low) < 0) {
        high++;
      }
      a[i] = sum;
      carry = high;
    }
    while (carry != 0) {
      carry = addSmall(a, carry * DISTANCE);
    }
  }

  private static long addSmall(long[] a, long value) {
    long carry = value;
    for (int i = 0; i < LIMBS && carry != 0; i++) {
      a[i] += carry;
      carry = Long.compareUnsigned(a[i], carry) < 0 ? 1 : 0;
    }
    return carry;
  }

  private static void reduceFully(long[] a) {
    for (int i = 1; i < LIMBS; i++) {
      if (a[i] != -1L) {
        return;
      }
    }
    if (Long.compareUnsigned(a[0], -DISTANCE) >= 0) {
      a[0] += DISTANCE;
      Arrays.fill(a, 1, LIMBS, 0);
    }
  }

  private static long[] one() {
    long[] a = new long[LIMBS];
    a[0] = 1;
    return a;
  }

  private static boolean isOne(long[] a) {
    return Arrays.equals(a, one());
  }

  private static boolean isZero(long[] a) {
    return Arrays.equals(a, new long[LIMBS]);
  }

  private static long[] number(byte[] data, int offset) {
    long[] a = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      a[i] = (long) LONG.get(data, offset + 8 * i);
    }
    return a;
  }

  private static byte[] bytes(long[] a) {
    byte[] out = new byte[NUMBER_BYTES];
    for (int i = 0; i < LIMBS; i++) {
      LONG.set(out, 8 * i, a[i]);
    }
    return out;
  }

  private static BigInteger toBig(long[] a) {
    byte[] little = bytes(a);
    byte[] big = new byte[NUMBER_BYTES];
    for (int i = 0; i < NUMBER_BYTES; i++) {
      big[i] = little[NUMBER_BYTES - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static long[] fromBig(BigInteger value) {
    byte[] big = value.toByteArray();
    byte[] little = new byte[NUMBER_BYTES];
    for (int i = 0; i < Math.min(big.length, NUMBER_BYTES); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return number(little, 0);
  }
}
