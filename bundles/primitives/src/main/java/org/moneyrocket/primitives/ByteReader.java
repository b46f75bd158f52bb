// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads Bitcoin's little-endian encodings from a byte array. Every length is compared with what
 * remains before anything is allocated. Not safe for use by several threads.
 */
public final class ByteReader {
  /** Largest size a compact size may announce in a message: 32 MiB, as in Core's serialize.h. */
  public static final long MAX_SIZE = 0x02000000L;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;
  private final int end;
  private int position;

  public ByteReader(byte[] data) {
    this(data, 0, data.length);
  }

  public ByteReader(Bytes data) {
    this(data.unsafeArray());
  }

  /** Reads {@code length} bytes of {@code data} from {@code offset}. */
  public ByteReader(byte[] data, int offset, int length) {
    this.position = java.util.Objects.checkFromIndexSize(offset, length, data.length);
    this.data = data;
    this.end = offset + length;
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** Returns the index of the next byte in the array given to the constructor. */
  public int position() {
    return position;
  }

  /** Goes to {@code newPosition}, an index in the array given to the constructor. */
  public void position(int newPosition) {
    position = java.util.Objects.checkIndex(newPosition, end + 1);
  }

  /** Returns the array given to the constructor. */
  public byte[] array() {
    return data;
  }

  private int take(int count) throws DecodeException {
    if (count > end - position) {
      throw new DecodeException(
          "end of data: "
              + count
              + " bytes needed at offset "
              + position
              + ", "
              + remaining()
              + " left");
    }
    int at = position;
    position += count;
    return at;
  }

  public int u8() throws DecodeException {
    return data[take(1)] & 0xff;
  }

  public int u16() throws DecodeException {
    return (short) SHORT.get(data, take(2)) & 0xffff;
  }

  /** Reads two bytes, most significant first (ports). */
  public int u16be() throws DecodeException {
    return Short.toUnsignedInt(Short.reverseBytes((short) SHORT.get(data, take(2))));
  }

  public int i32() throws DecodeException {
    return (int) INT.get(data, take(4));
  }

  public long u32() throws DecodeException {
    return (int) INT.get(data, take(4)) & 0xffffffffL;
  }

  /** Reads eight bytes; values above {@code Long.MAX_VALUE} come out negative. */
  public long i64() throws DecodeException {
    return (long) LONG.get(data, take(8));
  }

  public boolean bool() throws DecodeException {
    return u8() != 0;
  }

  /**
   * Reads a compact size in its shortest form.
   *
   * @return 0 to {@link #MAX_SIZE}
   */
  public long compactSize() throws DecodeException {
    long value = compactSizeAny();
    if (value < 0 || value > MAX_SIZE) {
      throw new DecodeException(
          "ReadCompactSize(): size too large: " + Long.toUnsignedString(value));
    }
    return value;
  }

  /** Reads a compact size without an upper limit; the result is unsigned. */
  public long compactSizeAny() throws DecodeException {
    int first = u8();
    long value;
    boolean canonical;
    switch (first) {
      case 0xfd -> {
        value = u16();
        canonical = value >= 0xfd;
      }
      case 0xfe -> {
        value = u32();
        canonical = value >= 0x10000;
      }
      case 0xff -> {
        value = i64();
        canonical = Long.compareUnsigned(value, 0xffffffffL) > 0;
      }
      default -> {
        return first;
      }
    }
    if (!canonical) {
      throw new DecodeException("non-canonical ReadCompactSize()");
    }
    return value;
  }

  /**
   * Reads how many elements follow.
   *
   * @param minBytes the least number of bytes an element takes; more elements than could follow are
   *     refused before anything is allocated
   */
  public int count(int minBytes) throws DecodeException {
    long count = compactSize();
    if (count * Math.max(1, minBytes) > remaining()) {
      throw new DecodeException(
          "end of data: "
              + count
              + " elements announced at offset "
              + position
              + ", "
              + remaining()
              + " bytes left");
    }
    return (int) count;
  }

  /** Reads {@code length} bytes. */
  public Bytes bytes(int length) throws DecodeException {
    return Bytes.of(data, take(length), length);
  }

  /** Reads {@code length} bytes into a new array. */
  public byte[] array(int length) throws DecodeException {
    int at = take(length);
    return java.util.Arrays.copyOfRange(data, at, at + length);
  }

  /** Reads a compact size and that many bytes. */
  public Bytes varBytes() throws DecodeException {
    return bytes(count(1));
  }

  /** Reads a compact size and that many bytes of UTF-8, refusing more than {@code max} bytes. */
  public String text(int max) throws DecodeException {
    int length = count(1);
    if (length > max) {
      throw new DecodeException("string of " + length + " bytes, limit " + max);
    }
    return new String(data, take(length), length, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Passes over {@code length} bytes. */
  public void skip(int length) throws DecodeException {
    take(length);
  }

  /** Refuses bytes that are left over. */
  public void expectEnd(String what) throws DecodeException {
    if (position != end) {
      throw new DecodeException(remaining() + " bytes left over after " + what);
    }
  }
}
