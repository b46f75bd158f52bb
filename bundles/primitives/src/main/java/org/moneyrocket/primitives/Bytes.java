// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes. Compares by content; orders as unsigned bytes, a prefix before the
 * longer one.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] data;
  private int hash;

  private Bytes(byte[] data) {
    this.data = data;
  }

  /** Copies {@code source}. */
  public static Bytes of(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source.clone());
  }

  /** Copies {@code length} bytes of {@code source} from {@code offset}. */
  public static Bytes of(byte[] source, int offset, int length) {
    if (length == 0) {
      return EMPTY;
    }
    return new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** Takes {@code source} without copying it; the caller must never touch the array again. */
  public static Bytes wrap(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source);
  }

  /**
   * Reads hexadecimal digits, either case.
   *
   * @throws IllegalArgumentException if a character is no digit or their number is odd
   */
  public static Bytes fromHex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return data.length;
  }

  public boolean isEmpty() {
    return data.length == 0;
  }

  /** Returns the byte at {@code index}, sign extended as Java does. */
  public byte get(int index) {
    return data[index];
  }

  /** Returns the byte at {@code index} as 0 to 255. */
  public int unsigned(int index) {
    return data[index] & 0xff;
  }

  /** Returns {@code length} bytes from {@code offset}. */
  public Bytes slice(int offset, int length) {
    if (offset == 0 && length == data.length) {
      return this;
    }
    return of(data, java.util.Objects.checkFromIndexSize(offset, length, data.length), length);
  }

  /** Returns the same bytes, last one first. */
  public Bytes reversed() {
    byte[] out = new byte[data.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = data[data.length - 1 - i];
    }
    return wrap(out);
  }

  /** Returns these bytes followed by {@code more}. */
  public Bytes concat(Bytes more) {
    byte[] out = Arrays.copyOf(data, data.length + more.data.length);
    System.arraycopy(more.data, 0, out, data.length, more.data.length);
    return wrap(out);
  }

  /** Returns a copy. */
  public byte[] toArray() {
    return data.clone();
  }

  /**
   * Returns the array behind this value, not a copy. For speed inside the bundles that decode and
   * verify; whoever writes to it breaks the value for everybody.
   */
  public byte[] unsafeArray() {
    return data;
  }

  public void copyTo(int from, byte[] target, int offset, int length) {
    System.arraycopy(data, from, target, offset, length);
  }

  public boolean startsWith(Bytes prefix) {
    return data.length >= prefix.data.length
        && Arrays.equals(data, 0, prefix.data.length, prefix.data, 0, prefix.data.length);
  }

  /** Returns lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(data);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(data, other.data);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(data, that.data);
  }

  /**
   * Returns a hash code that is another one in every process: bytes come from strangers, who must
   * not know which of them meet in a table.
   */
  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = KeyedHash.of(data);
      hash = h;
    }
    return h;
  }

  @Override
  public String toString() {
    return toHex();
  }
}
