// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * The variable-length number of Bitcoin Core's databases and undo files: base 128, most significant
 * group first, each group but the last offset by one, so that every number has one encoding. Not to
 * be confused with the compact size of the network.
 */
public final class VarInt {
  private VarInt() {}

  /** Writes {@code value} as an unsigned 64-bit number. */
  public static void write(ByteWriter out, long value) {
    int groups = length(value);
    if (groups == 1) {
      out.u8((int) value);
      return;
    }
    byte[] buffer = new byte[groups];
    encode(value, buffer, 0);
    out.bytes(buffer);
  }

  /**
   * Writes {@code value} to {@code target} at {@code offset}.
   *
   * @return the offset after it
   */
  public static int encode(long value, byte[] target, int offset) {
    int groups = length(value);
    long rest = value;
    int at = offset + groups - 1;
    target[at] = (byte) (rest & 0x7f);
    while (at > offset) {
      rest = (rest >>> 7) - 1;
      target[--at] = (byte) ((rest & 0x7f) | 0x80);
    }
    return offset + groups;
  }

  /** Returns the number of bytes {@code value} takes. */
  public static int length(long value) {
    int groups = 1;
    long rest = value;
    while (Long.compareUnsigned(rest, 0x7f) > 0) {
      rest = (rest >>> 7) - 1;
      groups++;
    }
    return groups;
  }

  /**
   * Reads a number of at most 64 bits; values above {@code Long.MAX_VALUE} come out negative.
   *
   * @throws DecodeException if it needs more than 64 bits
   */
  public static long read(ByteReader in) throws DecodeException {
    long value = 0;
    while (true) {
      int group = in.u8();
      if (Long.compareUnsigned(value, -1L >>> 7) > 0) {
        throw new DecodeException("ReadVarInt(): size too large");
      }
      value = (value << 7) | (group & 0x7f);
      if ((group & 0x80) == 0) {
        return value;
      }
      if (value == -1L) {
        throw new DecodeException("ReadVarInt(): size too large");
      }
      value++;
    }
  }

  /**
   * Reads a number between 0 and {@code Integer.MAX_VALUE}.
   *
   * @throws DecodeException if it is larger
   */
  public static int readInt(ByteReader in) throws DecodeException {
    long value = read(in);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new DecodeException("ReadVarInt(): size too large");
    }
    return (int) value;
  }
}
