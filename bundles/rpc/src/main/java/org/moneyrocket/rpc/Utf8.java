// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.util.Arrays;

/** Characters of JSON texts as bytes. */
final class Utf8 {
  private Utf8() {}

  /**
   * Returns how many bytes the character at {@code at} has, which is not ASCII.
   *
   * @throws JsonSyntaxException when it is no character
   */
  static int length(byte[] bytes, int at, int limit) throws JsonSyntaxException {
    int first = bytes[at] & 0xff;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || at + more >= limit) {
      throw new JsonSyntaxException("not UTF-8");
    }
    int second = bytes[at + 1] & 0xff;
    int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      throw new JsonSyntaxException("not UTF-8");
    }
    for (int i = 2; i <= more; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        throw new JsonSyntaxException("not UTF-8");
      }
    }
    return more + 1;
  }

  /** Returns what a text between quotes means; it has been checked. */
  static byte[] unescape(byte[] bytes, int start, int end) {
    byte[] out = new byte[end - start];
    int length = 0;
    int at = start;
    while (at < end) {
      byte b = bytes[at++];
      if (b != '\\') {
        out[length++] = b;
        continue;
      }
      byte c = bytes[at++];
      if (c == 'u') {
        int point = unit(bytes, at);
        at += 4;
        if (Character.isHighSurrogate((char) point)) {
          point = Character.toCodePoint((char) point, (char) unit(bytes, at + 2));
          at += 6;
        }
        length = put(point, out, length);
      } else {
        out[length++] = plain(c);
      }
    }
    byte[] exact = Arrays.copyOf(out, length);
    Arrays.fill(out, (byte) 0);
    return exact;
  }

  private static byte plain(byte c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private static int unit(byte[] bytes, int at) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      unit = unit << 4 | Character.digit(bytes[at + i], 16);
    }
    return unit;
  }

  private static int put(int point, byte[] out, int at) {
    int length = at;
    if (point < 0x80) {
      out[length++] = (byte) point;
    } else if (point < 0x800) {
      out[length++] = (byte) (0xc0 | point >> 6);
      out[length++] = (byte) (0x80 | point & 0x3f);
    } else if (point < 0x1_0000) {
      out[length++] = (byte) (0xe0 | point >> 12);
      out[length++] = (byte) (0x80 | point >> 6 & 0x3f);
      out[length++] = (byte) (0x80 | point & 0x3f);
    } else {
      out[length++] = (byte) (0xf0 | point >> 18);
      out[length++] = (byte) (0x80 | point >> 12 & 0x3f);
      out[length++] = (byte) (0x80 | point >> 6 & 0x3f);
      out[length++] = (byte) (0x80 | point & 0x3f);
    }
    return length;
  }
}
