// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes Bitcoin's little-endian encodings into a growing array. Not safe for several threads. */
public final class ByteWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] data;
  private int size;

  public ByteWriter() {
    this(256);
  }

  public ByteWriter(int capacity) {
    this.data = new byte[Math.max(16, capacity)];
  }

  private int room(int count) {
    int at = size;
    if (count > data.length - at) {
      data = Arrays.copyOf(data, Math.max(Math.addExact(at, count), data.length * 2));
    }
    size = at + count;
    return at;
  }

  public int size() {
    return size;
  }

  public ByteWriter u8(int value) {
    int at = room(1);
    data[at] = (byte) value;
    return this;
  }

  public ByteWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  public ByteWriter u16(int value) {
    int at = room(2);
    SHORT.set(data, at, (short) value);
    return this;
  }

  /** Writes two bytes, most significant first (ports). */
  public ByteWriter u16be(int value) {
    return u8(value >>> 8).u8(value);
  }

  public ByteWriter i32(int value) {
    int at = room(4);
    INT.set(data, at, value);
    return this;
  }

  public ByteWriter u32(long value) {
    return i32((int) value);
  }

  public ByteWriter i64(long value) {
    int at = room(8);
    LONG.set(data, at, value);
    return this;
  }

  /** Writes an unsigned number in the shortest compact form. */
  public ByteWriter compactSize(long value) {
    if (value >= 0 && value < 0xfd) {
      return u8((int) value);
    }
    if (value >= 0 && value <= 0xffff) {
      return u8(0xfd).u16((int) value);
    }
    if (value >= 0 && value <= 0xffffffffL) {
      return u8(0xfe).u32(value);
    }
    return u8(0xff).i64(value);
  }

  public ByteWriter bytes(Bytes value) {
    return bytes(value.unsafeArray());
  }

  public ByteWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  public ByteWriter bytes(byte[] value, int offset, int length) {
    int at = room(length);
    System.arraycopy(value, offset, data, at, length);
    return this;
  }

  /** Writes a compact size and the bytes. */
  public ByteWriter varBytes(Bytes value) {
    return compactSize(value.size()).bytes(value);
  }

  /** Writes a compact size and the UTF-8 bytes of {@code value}. */
  public ByteWriter text(String value) {
    byte[] utf8 = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return compactSize(utf8.length).bytes(utf8);
  }

  /** Returns how many bytes {@link #compactSize} takes for {@code value}. */
  public static int compactSizeLength(long value) {
    if (value >= 0 && value < 0xfd) {
      return 1;
    }
    if (value >= 0 && value <= 0xffff) {
      return 3;
    }
    return value >= 0 && value <= 0xffffffffL ? 5 : 9;
  }

  /** Returns the written bytes as a value. */
  public Bytes toBytes() {
    return Bytes.of(data, 0, size);
  }

  /** Returns a copy of the written bytes. */
  public byte[] toArray() {
    return Arrays.copyOf(data, size);
  }

  /** Forgets what was written and keeps the array for use again. */
  public void reset() {
    size = 0;
  }

  /** Returns the array in use; only the first {@link #size} bytes count. */
  public byte[] unsafeArray() {
    return data;
  }
}
