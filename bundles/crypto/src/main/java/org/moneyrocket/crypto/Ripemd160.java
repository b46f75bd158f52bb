// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996), which the JDK lacks. */
final class Ripemd160 {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] WORD_LEFT = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
    7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8, //
    3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12, //
    1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2, //
    4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13
  };
  private static final byte[] WORD_RIGHT = {
    5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12, //
    6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2, //
    15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13, //
    8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14, //
    12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11
  };
  private static final byte[] SHIFT_LEFT = {
    11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8, //
    7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12, //
    11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5, //
    11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12, //
    9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6
  };
  private static final byte[] SHIFT_RIGHT = {
    8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6, //
    9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11, //
    9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5, //
    15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8, //
    8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11
  };
  private static final int[] ADD_LEFT = {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e};
  private static final int[] ADD_RIGHT = {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0};

  private Ripemd160() {}

  static byte[] hash(byte[] data, int offset, int length) {
    int[] h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    int[] words = new int[16];
    int whole = length & ~63;
    for (int at = 0; at < whole; at += 64) {
      block(h, data, offset + at, words);
    }
    int rest = length - whole;
    byte[] tail = Arrays.copyOfRange(data, offset + whole, offset + whole + (rest < 56 ? 64 : 128));
    Arrays.fill(tail, rest, tail.length, (byte) 0);
    tail[rest] = (byte) 0x80;
    LONG.set(tail, tail.length - 8, (long) length << 3);
    for (int at = 0; at < tail.length; at += 64) {
      block(h, tail, at, words);
    }
    byte[] out = new byte[20];
    for (int i = 0; i < 5; i++) {
      INT.set(out, 4 * i, h[i]);
    }
    return out;
  }

  private static void block(int[] h, byte[] data, int offset, int[] x) {
    for (int i = 0; i < 16; i++) {
      x[i] = (int) INT.get(data, offset + 4 * i);
    }
    int a = h[0];
    int b = h[1];
    int c = h[2];
    int d = h[3];
    int e = h[4];
    int aa = a;
    int bb = b;
    int cc = c;
    int dd = d;
    int ee = e;
    for (int j = 0; j < 80; j++) {
      int round = j >> 4;
      int t = a + f(round, b, c, d) + x[WORD_LEFT[j]] + ADD_LEFT[round];
      t = Integer.rotateLeft(t, SHIFT_LEFT[j]) + e;
      a = e;
      e = d;
      d = Integer.rotateLeft(c, 10);
      c = b;
      b = t;
      t = aa + f(4 - round, bb, cc, dd) + x[WORD_RIGHT[j]] + ADD_RIGHT[round];
      t = Integer.rotateLeft(t, SHIFT_RIGHT[j]) + ee;
      aa = ee;
      ee = dd;
      dd = Integer.rotateLeft(cc, 10);
      cc = bb;
      bb = t;
    }
    int t = h[1] + c + dd;
    h[1] = h[2] + d + ee;
    h[2] = h[3] + e + aa;
    h[3] = h[4] + a + bb;
    h[4] = h[0] + b + cc;
    h[0] = t;
  }

  private static int f(int round, int x, int y, int z) {
    return switch (round) {
      case 0 -> x ^ y ^ z;
      case 1 -> (x & y) | (~x & z);
      case 2 -> (x | ~y) ^ z;
      case 3 -> (x & z) | (y & ~z);
      default -> x ^ (y | ~z);
    };
  }
}
