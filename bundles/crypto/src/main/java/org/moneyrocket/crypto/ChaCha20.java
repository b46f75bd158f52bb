// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The ChaCha20 key stream of RFC 8439 with a 96-bit nonce and a 32-bit block counter, as one
 * continuous stream. Unlike the JDK's cipher it can be re-keyed and re-positioned freely, which
 * BIP324 and MuHash need. Not thread-safe.
 */
public final class ChaCha20 {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] input = new int[16];
  private final byte[] block = new byte[64];
  private int used = 64;

  /**
   * Starts a stream with nonce 0 and block counter 0.
   *
   * @throws IllegalArgumentException if the key has not 32 bytes
   */
  public ChaCha20(byte[] key) {
    input[0] = 0x61707865;
    input[1] = 0x3320646e;
    input[2] = 0x79622d32;
    input[3] = 0x6b206574;
    setKey(key);
  }

  /** Replaces the key; nonce and block counter become 0. */
  public void setKey(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("ChaCha20 needs a key of 32 bytes, got " + key.length);
    }
    for (int i = 0; i < 8; i++) {
      input[4 + i] = (int) INT.get(key, 4 * i);
    }
    seek(0, 0, 0);
  }

  /**
   * Moves to the start of a block.
   *
   * @param nonceFirst the first 4 bytes of the nonce, little-endian
   * @param nonceRest the other 8 bytes of the nonce, little-endian
   * @param blockCounter index of the 64-byte block
   */
  public void seek(int nonceFirst, long nonceRest, int blockCounter) {
    input[12] = blockCounter;
    input[13] = nonceFirst;
    input[14] = (int) nonceRest;
    input[15] = (int) (nonceRest >>> 32);
    used = 64;
  }

  /** Writes the next {@code length} bytes of the key stream to {@code out}. */
  public void keystream(byte[] out, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, out.length);
    for (int done = 0; done < length; ) {
      if (used == 64) {
        nextBlock();
      }
      int n = Math.min(64 - used, length - done);
      System.arraycopy(block, used, out, offset + done, n);
      used += n;
      done += n;
    }
  }

  /**
   * Encrypts or decrypts {@code length} bytes; {@code in} and {@code out} may be the same place.
   */
  public void crypt(byte[] in, int inOffset, byte[] out, int outOffset, int length) {
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    for (int done = 0; done < length; ) {
      if (used == 64) {
        nextBlock();
      }
      int n = Math.min(64 - used, length - done);
      for (int i = 0; i < n; i++) {
        out[outOffset + done + i] = (byte) (in[inOffset + done + i] ^ block[used + i]);
      }
      used += n;
      done += n;
    }
  }

  /** Overwrites key and stream. The object must not be used afterwards. */
  public void wipe() {
    Arrays.fill(input, 4, 12, 0);
    Arrays.fill(block, (byte) 0);
    used = 64;
  }

  private void nextBlock() {
    int x0 = input[0];
    int x1 = input[1];
    int x2 = input[2];
    int x3 = input[3];
    int x4 = input[4];
    int x5 = input[5];
    int x6 = input[6];
    int x7 = input[7];
    int x8 = input[8];
    int x9 = input[9];
    int x10 = input[10];
    int x11 = input[11];
    int x12 = input[12];
    int x13 = input[13];
    int x14 = input[14];
    int x15 = input[15];
    for (int i = 0; i < 10; i++) {
      x0 += x4;
      x12 = Integer.rotateLeft(x12 ^ x0, 16);
      x8 += x12;
      x4 = Integer.rotateLeft(x4 ^ x8, 12);
      x0 += x4;
      x12 = Integer.rotateLeft(x12 ^ x0, 8);
      x8 += x12;
      x4 = Integer.rotateLeft(x4 ^ x8, 7);
      x1 += x5;
      x13 = Integer.rotateLeft(x13 ^ x1, 16);
      x9 += x13;
      x5 = Integer.rotateLeft(x5 ^ x9, 12);
      x1 += x5;
      x13 = Integer.rotateLeft(x13 ^ x1, 8);
      x9 += x13;
      x5 = Integer.rotateLeft(x5 ^ x9, 7);
      x2 += x6;
      x14 = Integer.rotateLeft(x14 ^ x2, 16);
      x10 += x14;
      x6 = Integer.rotateLeft(x6 ^ x10, 12);
      x2 += x6;
      x14 = Integer.rotateLeft(x14 ^ x2, 8);
      x10 += x14;
      x6 = Integer.rotateLeft(x6 ^ x10, 7);
      x3 += x7;
      x15 = Integer.rotateLeft(x15 ^ x3, 16);
      x11 += x15;
      x7 = Integer.rotateLeft(x7 ^ x11, 12);
      x3 += x7;
      x15 = Integer.rotateLeft(x15 ^ x3, 8);
      x11 += x15;
      x7 = Integer.rotateLeft(x7 ^ x11, 7);
      x0 += x5;
      x15 = Integer.rotateLeft(x15 ^ x0, 16);
      x10 += x15;
      x5 = Integer.rotateLeft(x5 ^ x10, 12);
      x0 += x5;
      x15 = Integer.rotateLeft(x15 ^ x0, 8);
      x10 += x15;
      x5 = Integer.rotateLeft(x5 ^ x10, 7);
      x1 += x6;
      x12 = Integer.rotateLeft(x12 ^ x1, 16);
      x11 += x12;
      x6 = Integer.rotateLeft(x6 ^ x11, 12);
      x1 += x6;
      x12 = Integer.rotateLeft(x12 ^ x1, 8);
      x11 += x12;
      x6 = Integer.rotateLeft(x6 ^ x11, 7);
      x2 += x7;
      x13 = Integer.rotateLeft(x13 ^ x2, 16);
      x8 += x13;
      x7 = Integer.rotateLeft(x7 ^ x8, 12);
      x2 += x7;
      x13 = Integer.rotateLeft(x13 ^ x2, 8);
      x8 += x13;
      x7 = Integer.rotateLeft(x7 ^ x8, 7);
      x3 += x4;
      x14 = Integer.rotateLeft(x14 ^ x3, 16);
      x9 += x14;
      x4 = Integer.rotateLeft(x4 ^ x9, 12);
      x3 += x4;
      x14 = Integer.rotateLeft(x14 ^ x3, 8);
      x9 += x14;
      x4 = Integer.rotateLeft(x4 ^ x9, 7);
    }
    int[] out = {x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15};
    for (int i = 0; i < 16; i++) {
      INT.set(block, 4 * i, out[i] + input[i]);
    }
    input[12]++;
    used = 0;
  }
}
