// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A passphrase. Shown nowhere: {@link #toString} is redacted, logs mask it, and {@link #close}
 * wipes it. Travels between processes as its UTF-8 bytes.
 */
public final class Secret implements AutoCloseable {
  private final byte[] utf8;

  private Secret(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Takes {@code utf8} without copying; it is wiped when this secret is closed. */
  public static Secret wrap(byte[] utf8) {
    return new Secret(utf8);
  }

  /** Copies {@code characters}; the caller wipes its array. */
  public static Secret of(char[] characters) {
    var buffer = StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(characters));
    byte[] utf8 = new byte[buffer.remaining()];
    buffer.get(utf8);
    Arrays.fill(buffer.array(), (byte) 0);
    return new Secret(utf8);
  }

  /** Returns a copy of the bytes, for the caller to wipe. */
  public byte[] toArray() {
    return utf8.clone();
  }

  public int size() {
    return utf8.length;
  }

  /** Wipes the bytes. */
  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && java.security.MessageDigest.isEqual(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return utf8.length;
  }

  @Override
  public String toString() {
    return "Secret(****)";
  }
}
