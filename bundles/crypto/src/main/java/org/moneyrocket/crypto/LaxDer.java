// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Reads ECDSA signatures as leniently as the network did before BIP66: any length form, padding,
 * garbage after the numbers and numbers that are too large. Consensus for old blocks depends on
 * exactly this leniency.
 */
final class LaxDer {
  private final byte[] data;
  private int at;

  private LaxDer(byte[] data) {
    this.data = data;
  }

  /**
   * Returns R and S as 64 bytes, all zero if one of them has more than 32 significant bytes; null
   * if the structure is broken. Whether the numbers are below the group order is not checked.
   */
  static byte @Nullable [] parse(byte[] signature) {
    return new LaxDer(signature).read();
  }

  private byte @Nullable [] read() {
    if (!tag(0x30) || !skipSequenceLength()) {
      return null;
    }
    byte[] numbers = new byte[64];
    int r = number(numbers, 0);
    if (r < 0) {
      return null;
    }
    int s = number(numbers, 32);
    if (s < 0) {
      return null;
    }
    return r == TOO_LARGE || s == TOO_LARGE ? new byte[64] : numbers;
  }

  private static final int BROKEN = -1;
  private static final int TOO_LARGE = 1;

  private boolean tag(int tag) {
    return at < data.length && data[at++] == tag;
  }

  /** The sequence's length bytes are stepped over; what they say is ignored. */
  private boolean skipSequenceLength() {
    if (at == data.length) {
      return false;
    }
    int first = data[at++] & 0xff;
    if (first >= 0x80) {
      int count = first - 0x80;
      if (count > data.length - at) {
        return false;
      }
      at += count;
    }
    return true;
  }

  /**
   * Reads one integer right-aligned into 32 bytes at {@code offset}; returns 0, {@link #TOO_LARGE}
   * or a negative.
   */
  private int number(byte[] out, int offset) {
    if (!tag(2)) {
      return BROKEN;
    }
    int length = length();
    if (length < 0 || length > data.length - at) {
      return BROKEN;
    }
    int from = at;
    at += length;
    while (from < at && data[from] == 0) {
      from++;
    }
    int significant = at - from;
    if (significant > 32) {
      return TOO_LARGE;
    }
    System.arraycopy(data, from, out, offset + 32 - significant, significant);
    return 0;
  }

  private int length() {
    if (at == data.length) {
      return BROKEN;
    }
    int first = data[at++] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int count = first - 0x80;
    if (count > data.length - at) {
      return BROKEN;
    }
    while (count > 0 && data[at] == 0) {
      at++;
      count--;
    }
    // Four length bytes or more are refused whatever they say.
    if (count >= 4) {
      return BROKEN;
    }
    int length = 0;
    for (; count > 0; count--) {
      length = length << 8 | (data[at++] & 0xff);
    }
    return length;
  }
}
