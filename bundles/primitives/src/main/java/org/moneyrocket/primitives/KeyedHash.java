// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Hash codes for tables whose keys strangers choose: SipHash-1-3 with a key that this process drew
 * when it began. Nobody outside can make keys that fall into one place of a table.
 */
final class KeyedHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long KEY0;
  private static final long KEY1;

  static {
    SecureRandom random = new SecureRandom();
    KEY0 = random.nextLong();
    KEY1 = random.nextLong();
  }

  private KeyedHash() {}

  static int of(byte[] data) {
    return (int) hash(KEY0, KEY1, data);
  }

  /** Returns SipHash-1-3 of {@code data}. */
  static long hash(long key0, long key1, byte[] data) {
    long v0 = 0x736f6d6570736575L ^ key0;
    long v1 = 0x646f72616e646f6dL ^ key1;
    long v2 = 0x6c7967656e657261L ^ key0;
    long v3 = 0x7465646279746573L ^ key1;
    int whole = data.length & ~7;
    // One round for each word, then one for the rest with the length, then three at the end.
    int words = whole / 8 + 1;
    for (int i = 0; i < words + 3; i++) {
      long word = 0;
      if (i < words - 1) {
        word = (long) LONG.get(data, 8 * i);
      } else if (i == words - 1) {
        word = last(data, whole);
      } else if (i == words) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long last(byte[] data, int from) {
    long word = (long) data.length << 56;
    for (int i = from; i < data.length; i++) {
      word |= (data[i] & 0xffL) << (8 * (i - from));
    }
    return word;
  }
}
