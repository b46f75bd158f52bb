// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.util.Arrays;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * The body of one request as it arrives. Memory is taken from an account as it is needed, not as it
 * is announced, and everything is wiped in the end.
 */
final class BodyBuffer {
  private static final int FIRST_BYTES = 1 << 8;

  private final MemoryBudget.Account account;
  private byte[] bytes = new byte[0];
  private int length;

  BodyBuffer(MemoryBudget.Account account) {
    this.account = account;
  }

  /**
   * Adds bytes.
   *
   * @param most how long the body can become at most
   * @return whether they were added; if not, there is no memory for them now
   */
  boolean add(byte[] from, int at, int count, int most) {
    int wanted = length + count;
    if (wanted > bytes.length) {
      // Few and large steps: while it grows, the smaller array is there beside the larger one.
      long size = Math.max(Math.max(FIRST_BYTES, wanted), 4L * bytes.length);
      byte[] larger = grown((int) Math.min(most, size));
      if (larger.length == 0) {
        larger = grown(wanted);
      }
      if (larger.length == 0) {
        return false;
      }
      System.arraycopy(bytes, 0, larger, 0, length);
      byte[] smaller = bytes;
      bytes = larger;
      release(smaller);
    }
    System.arraycopy(from, at, bytes, length, count);
    length = wanted;
    return true;
  }

  private byte[] grown(int size) {
    return account.tryTake(cost(size)) ? new byte[size] : new byte[0];
  }

  private void release(byte[] array) {
    Arrays.fill(array, (byte) 0);
    if (array.length > 0) {
      account.give(cost(array.length));
    }
  }

  private static long cost(int size) {
    return (long) size + MemoryBudget.ARRAY_BYTES;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Wipes what is there and gives the memory back. */
  void wipe() {
    release(bytes);
    bytes = new byte[0];
    length = 0;
  }
}
