// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;

/** Base58 with and without the four checksum bytes. */
public final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] DIGITS = new byte[128];
  private static final int CHECKSUM_BYTES = 4;

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 58; i++) {
      DIGITS[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Base58() {}

  /** Writes {@code data}; each leading zero byte becomes a 1. */
  public static String encode(byte[] data) {
    int zeros = 0;
    while (zeros < data.length && data[zeros] == 0) {
      zeros++;
    }
    // log(256) / log(58), rounded up.
    byte[] digits = new byte[(data.length - zeros) * 138 / 100 + 1];
    int used = 0;
    for (int i = zeros; i < data.length; i++) {
      int carry = data[i] & 0xff;
      for (int j = 0; j < used || carry != 0; j++) {
        carry += digits[j] << 8;
        digits[j] = (byte) (carry % 58);
        carry /= 58;
        used = Math.max(used, j + 1);
      }
    }
    StringBuilder out = new StringBuilder(zeros + used);
    out.repeat('1', zeros);
    for (int i = used - 1; i >= 0; i--) {
      out.append(ALPHABET.charAt(digits[i]));
    }
    Arrays.fill(digits, (byte) 0);
    return out.toString();
  }

  /**
   * Reads text; blanks around it are skipped.
   *
   * @param maxBytes longest result that is accepted, at least 0
   * @return empty if a character is no digit or the result would be longer
   */
  public static Optional<byte[]> decode(String text, int maxBytes) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    int zeros = 0;
    while (from < to && text.charAt(from) == '1') {
      from++;
      zeros++;
    }
    if (zeros > maxBytes) {
      return Optional.empty();
    }
    byte[] little = new byte[maxBytes - zeros];
    int used = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int carry = c < 128 ? DIGITS[c] : -1;
      if (carry < 0) {
        return Optional.empty();
      }
      for (int j = 0; j < used || carry != 0; j++) {
        if (j == little.length) {
          return Optional.empty();
        }
        carry += 58 * (little[j] & 0xff);
        little[j] = (byte) carry;
        carry >>= 8;
        used = Math.max(used, j + 1);
      }
    }
    byte[] out = new byte[zeros + used];
    for (int i = 0; i < used; i++) {
      out[zeros + i] = little[used - 1 - i];
    }
    Arrays.fill(little, (byte) 0);
    return Optional.of(out);
  }

  /** Writes {@code data} and a checksum. */
  public static String encodeChecked(byte[] data) {
    byte[] all = Arrays.copyOf(data, data.length + CHECKSUM_BYTES);
    System.arraycopy(Hashes.sha256d(data), 0, all, data.length, CHECKSUM_BYTES);
    String text = encode(all);
    Arrays.fill(all, (byte) 0);
    return text;
  }

  /**
   * Reads text with a checksum.
   *
   * @param maxBytes longest result that is accepted, without the checksum
   * @return the data without the checksum; empty if it is no Base58, too long, or the checksum is
   *     wrong
   */
  public static Optional<byte[]> decodeChecked(String text, int maxBytes) {
    Optional<byte[]> decoded = decode(text, maxBytes + CHECKSUM_BYTES);
    if (decoded.isEmpty() || decoded.get().length < CHECKSUM_BYTES) {
      return Optional.empty();
    }
    byte[] all = decoded.get();
    int size = all.length - CHECKSUM_BYTES;
    byte[] sum = Hashes.sha256d(all, 0, size);
    Optional<byte[]> out =
        Arrays.equals(sum, 0, CHECKSUM_BYTES, all, size, all.length)
            ? Optional.of(Arrays.copyOf(all, size))
            : Optional.empty();
    Arrays.fill(all, (byte) 0);
    return out;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
