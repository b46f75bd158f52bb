// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.database;

import java.util.Arrays;

/**
 * Changes that are applied together or not at all. Kept in the form in which the database takes
 * them, so that a million changes cross into native code at once. Not safe for several threads.
 */
public final class Batch {
  // Eight bytes of sequence, which the database fills in, and four of count.
  private static final int HEADER = 12;
  private static final int COUNT_AT = 8;
  private static final byte DELETE = 0;
  private static final byte PUT = 1;

  private byte[] data = new byte[256];
  private int size = HEADER;
  private int count;

  private void room(int bytes) {
    if (bytes > data.length - size) {
      data = Arrays.copyOf(data, Math.max(Math.addExact(size, bytes), data.length * 2));
    }
  }

  private void length(int value) {
    int rest = value;
    while (rest > 0x7f) {
      data[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    data[size++] = (byte) rest;
  }

  private void copy(byte[] bytes, int offset, int length) {
    length(length);
    System.arraycopy(bytes, offset, data, size, length);
    size += length;
  }

  public Batch put(byte[] key, byte[] value) {
    return put(key, 0, key.length, value, 0, value.length);
  }

  /** Puts a value given as parts of larger arrays. */
  public Batch put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    room(keyLength + valueLength + 11);
    data[size++] = PUT;
    copy(key, keyOffset, keyLength);
    copy(value, valueOffset, valueLength);
    count++;
    return this;
  }

  public Batch delete(byte[] key) {
    return delete(key, 0, key.length);
  }

  public Batch delete(byte[] key, int offset, int length) {
    room(length + 6);
    data[size++] = DELETE;
    copy(key, offset, length);
    count++;
    return this;
  }

  /** Returns the bytes gathered so far. */
  public int size() {
    return size;
  }

  /** Returns the number of changes. */
  public int count() {
    return count;
  }

  /** Forgets all changes and keeps the memory. */
  public void clear() {
    size = HEADER;
    count = 0;
  }

  byte[] toNative() {
    for (int i = 0; i < 4; i++) {
      data[COUNT_AT + i] = (byte) (count >>> (8 * i));
    }
    return Arrays.copyOf(data, size);
  }
}
