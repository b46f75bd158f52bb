// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.OptionalLong;
import org.moneyrocket.primitives.Bytes;

/**
 * Numbers in scripts: little-endian with the sign in the top bit of the last byte; zero is no bytes
 * at all.
 */
public final class ScriptNumber {
  /** Longest number that arithmetic takes as an operand, in bytes. */
  public static final int MAX_BYTES = 4;

  static final byte[] EMPTY = new byte[0];
  private static final int CACHED = 16;
  private static final byte[][] SMALL = new byte[CACHED + 2][];

  static {
    for (int i = -1; i <= CACHED; i++) {
      SMALL[i + 1] = build(i);
    }
  }

  private ScriptNumber() {}

  /** Returns the shortest form of {@code value}. */
  public static Bytes encode(long value) {
    return Bytes.wrap(toArray(value));
  }

  /**
   * Reads a number.
   *
   * @param minimal whether longer forms than needed are refused
   * @param maxBytes longest form that is accepted, at most 8
   * @return empty if it is refused
   */
  public static OptionalLong decode(Bytes bytes, boolean minimal, int maxBytes) {
    byte[] data = bytes.unsafeArray();
    if (data.length > maxBytes || (minimal && !isMinimal(data))) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(value(data));
  }

  /** The array may be shared: nobody may write to it. */
  static byte[] toArray(long value) {
    if (value >= -1 && value <= CACHED) {
      return SMALL[(int) value + 1];
    }
    return build(value);
  }

  private static byte[] build(long value) {
    if (value == 0) {
      return EMPTY;
    }
    // The magnitude of the smallest long is right too when it is taken as unsigned.
    long magnitude = Math.abs(value);
    int bits = 64 - Long.numberOfLeadingZeros(magnitude);
    byte[] out = new byte[bits / 8 + 1];
    for (int i = 0; i < out.length && i < 8; i++) {
      out[i] = (byte) (magnitude >>> 8 * i);
    }
    if (value < 0) {
      out[out.length - 1] |= (byte) 0x80;
    }
    return out;
  }

  static boolean isMinimal(byte[] data) {
    int last = data.length - 1;
    if (last < 0 || (data[last] & 0x7f) != 0) {
      return true;
    }
    // A last byte without magnitude is only needed when the byte before uses its top bit.
    return last > 0 && data[last - 1] < 0;
  }

  /** Reads at most eight bytes. */
  static long value(byte[] data) {
    int last = data.length - 1;
    if (last < 0) {
      return 0;
    }
    long magnitude = 0;
    for (int i = last; i >= 0; i--) {
      magnitude = magnitude << 8 | data[i] & 0xff;
    }
    if (data[last] < 0) {
      return -(magnitude & ~(0x80L << 8 * last));
    }
    return magnitude;
  }

  /** Reads a truth value: false are zeros of any length, also with a minus sign. */
  static boolean isTrue(byte[] data) {
    for (int i = 0; i < data.length; i++) {
      if (data[i] != 0) {
        return i != data.length - 1 || data[i] != (byte) 0x80;
      }
    }
    return false;
  }
}
