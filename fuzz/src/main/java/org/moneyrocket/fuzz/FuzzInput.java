// SPDX-License-Identifier: MIT
package org.moneyrocket.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.moneyrocket.primitives.Bytes;

/** Takes the bytes of a fuzzer apart. What is taken from an exhausted input is zero or empty. */
public final class FuzzInput {
  private final byte[] data;
  private int position;

  public FuzzInput(byte[] data) {
    this.data = data;
  }

  public int remaining() {
    return data.length - position;
  }

  /** Takes a byte and makes a number below {@code bound}, at most 256, of it. */
  public int choose(int bound) {
    return u8() % bound;
  }

  public boolean flag() {
    return (u8() & 1) != 0;
  }

  public int u8() {
    return position < data.length ? data[position++] & 0xff : 0;
  }

  public int i32() {
    return u8() | u8() << 8 | u8() << 16 | u8() << 24;
  }

  public long i64() {
    return i32() & 0xffffffffL | (long) i32() << 32;
  }

  /** Takes at most {@code most} bytes. */
  public Bytes bytes(int most) {
    int count = Math.min(most, remaining());
    position += count;
    return Bytes.of(data, position - count, count);
  }

  /** Takes a length of one byte and as many bytes. */
  public Bytes shortBytes() {
    return bytes(u8());
  }

  /** Takes all that is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(data, position, data.length);
    position = data.length;
    return rest;
  }

  /** Takes all that is left as text. */
  public String restText() {
    return new String(rest(), StandardCharsets.UTF_8);
  }

  /** Takes a length of one byte and as many bytes of text. */
  public String shortText() {
    return new String(shortBytes().unsafeArray(), StandardCharsets.UTF_8);
  }
}
