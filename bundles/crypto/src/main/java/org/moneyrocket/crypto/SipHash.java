// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * SipHash-2-4 and the block-wise 1-3 variant that Bitcoin Core's transaction index uses. An
 * instance holds a key and is immutable; the static methods are for keys that are used once.
 */
public final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FINAL_PADDED = 0xff;
  private static final long FINAL_UNPADDED = 0x6465646461706e75L;

  private final long k0;
  private final long k1;

  /** Makes a hash function for the 128-bit key given as two little-endian words. */
  public SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** Returns SipHash-2-4 of {@code data}. */
  public static long hash24(long k0, long k1, byte[] data) {
    return new SipHash(k0, k1).hash(data, 0, data.length);
  }

  /** Returns SipHash-2-4 of {@code data}. */
  public long hash(byte[] data) {
    return hash(data, 0, data.length);
  }

  /**
   * Returns SipHash-2-4 of a range.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code data}
   */
  public long hash(byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    State s = new State(k0, k1);
    int end = offset + (length & ~7);
    for (int at = offset; at < end; at += 8) {
      s.compress2((long) LONG.get(data, at));
    }
    long last = (long) length << 56;
    for (int i = length & 7; i-- > 0; ) {
      last |= (data[end + i] & 0xffL) << (8 * i);
    }
    s.compress2(last);
    return s.finish(FINAL_PADDED, 4);
  }

  /** Returns SipHash-2-4 of the 32 bytes at {@code offset}: short ids, salted tables. */
  public long hash256(byte[] data, int offset) {
    return hash(data, offset, 32);
  }

  /**
   * Returns SipHash-2-4 of the 32 bytes at {@code offset} followed by {@code extra} as 4
   * little-endian bytes.
   */
  public long hash256(byte[] data, int offset, int extra) {
    Objects.checkFromIndexSize(offset, 32, data.length);
    State s = new State(k0, k1);
    for (int i = 0; i < 32; i += 8) {
      s.compress2((long) LONG.get(data, offset + i));
    }
    s.compress2((36L << 56) | (extra & 0xffffffffL));
    return s.finish(FINAL_PADDED, 4);
  }

  /** Returns the unpadded SipHash-1-3 of one 32-byte jumbo block (transaction index keys). */
  public long jumbo13(byte[] data, int offset) {
    return new Unpadded13(k0, k1).jumbo(data, offset).finish();
  }

  /** Unpadded SipHash-1-3 over 8-byte and 32-byte blocks. Not thread-safe. */
  public static final class Unpadded13 {
    private final State state;

    /** Starts a hash with the given key. */
    public Unpadded13(long k0, long k1) {
      this.state = new State(k0, k1);
    }

    /** Adds an 8-byte block given as a little-endian number. */
    public Unpadded13 word(long word) {
      state.v3 ^= word;
      state.round();
      state.v0 ^= word;
      return this;
    }

    /** Adds the 32 bytes at {@code offset} as one block. */
    public Unpadded13 jumbo(byte[] data, int offset) {
      Objects.checkFromIndexSize(offset, 32, data.length);
      long d0 = (long) LONG.get(data, offset);
      long d1 = (long) LONG.get(data, offset + 8);
      long d2 = (long) LONG.get(data, offset + 16);
      long d3 = (long) LONG.get(data, offset + 24);
      state.v3 ^= d0;
      state.v0 ^= d1;
      state.v1 ^= d2;
      state.v2 ^= d3;
      state.round();
      state.v0 ^= d0;
      state.v1 ^= d1;
      state.v2 ^= d2;
      state.v3 ^= d3;
      return this;
    }

    /** Returns the hash of the blocks so far. Call once. */
    public long finish() {
      return state.finish(FINAL_UNPADDED, 3);
    }
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = 0x736f6d6570736575L ^ k0;
      v1 = 0x646f72616e646f6dL ^ k1;
      v2 = 0x6c7967656e657261L ^ k0;
      v3 = 0x7465646279746573L ^ k1;
    }

    void compress2(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish(long marker, int rounds) {
      v2 ^= marker;
      for (int i = 0; i < rounds; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    void round() {
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
    }
  }
}
