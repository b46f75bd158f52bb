// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bech32 (BIP173) and Bech32m (BIP350): encoding, decoding, and finding up to two wrong characters.
 */
public final class Bech32 {
  /** Longest text that is accepted, in characters. */
  public static final int MAX_CHARACTERS = 90;

  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int CHECKSUM_SYMBOLS = 6;
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32() {}

  /** Which constant the checksum ends in. */
  public enum Variant {
    /** BIP173, for witness version 0. */
    BECH32(1, "Bech32"),
    /** BIP350, for later witness versions. */
    BECH32M(0x2bc830a3, "Bech32m");

    private final int constant;
    private final String label;

    Variant(int constant, String label) {
      this.constant = constant;
      this.label = label;
    }
  }

  /**
   * A decoded text.
   *
   * @param prefix human-readable part in lower case
   * @param symbols values 0 to 31, without the checksum
   */
  public record Decoded(Variant variant, String prefix, byte[] symbols) {}

  /**
   * What is wrong with a text.
   *
   * @param message for the user
   * @param positions indices of the characters that are likely wrong, from left to right; may be
   *     empty
   */
  public record Fault(String message, List<Integer> positions) {}

  /** Writes symbols (0 to 31) behind a prefix in lower case, with a checksum. */
  public static String encode(Variant variant, String prefix, byte[] symbols) {
    int c = polymod(prefix);
    for (byte symbol : symbols) {
      c = step(c) ^ symbol;
    }
    for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
      c = step(c);
    }
    c ^= variant.constant;
    StringBuilder out = new StringBuilder(prefix).append('1');
    for (byte symbol : symbols) {
      out.append(ALPHABET.charAt(symbol));
    }
    for (int i = CHECKSUM_SYMBOLS - 1; i >= 0; i--) {
      out.append(ALPHABET.charAt(c >> 5 * i & 31));
    }
    return out.toString();
  }

  /** Reads a text of at most 90 characters; empty if anything about it is wrong. */
  public static Optional<Decoded> decode(String text) {
    int separator = text.lastIndexOf('1');
    if (text.length() > MAX_CHARACTERS
        || !badCharacters(text).isEmpty()
        || separator <= 0
        || separator + CHECKSUM_SYMBOLS >= text.length()) {
      return Optional.empty();
    }
    String prefix = text.substring(0, separator).toLowerCase(Locale.ROOT);
    byte[] symbols = new byte[text.length() - separator - 1];
    int c = polymod(prefix);
    for (int i = 0; i < symbols.length; i++) {
      int value = symbol(text.charAt(separator + 1 + i));
      if (value < 0) {
        return Optional.empty();
      }
      symbols[i] = (byte) value;
      c = step(c) ^ value;
    }
    for (Variant variant : Variant.values()) {
      if (c == variant.constant) {
        return Optional.of(
            new Decoded(
                variant, prefix, Arrays.copyOf(symbols, symbols.length - CHECKSUM_SYMBOLS)));
      }
    }
    return Optional.empty();
  }

  /** Says what is wrong with a text that {@link #decode} refused, and where if that can be told. */
  public static Fault locateFault(String text) {
    if (text.length() > MAX_CHARACTERS) {
      List<Integer> tail = new ArrayList<>();
      for (int i = MAX_CHARACTERS; i < text.length(); i++) {
        tail.add(i);
      }
      return new Fault("Bech32 string too long", tail);
    }
    List<Integer> bad = badCharacters(text);
    if (!bad.isEmpty()) {
      return new Fault("Invalid character or mixed case", bad);
    }
    int separator = text.lastIndexOf('1');
    if (separator < 0) {
      return new Fault("Missing separator", List.of());
    }
    if (separator == 0 || separator + CHECKSUM_SYMBOLS >= text.length()) {
      return new Fault("Invalid separator position", List.of(separator));
    }
    int c = polymod(text.substring(0, separator).toLowerCase(Locale.ROOT));
    for (int i = separator + 1; i < text.length(); i++) {
      int value = symbol(text.charAt(i));
      if (value < 0) {
        return new Fault("Invalid Base 32 character", List.of(i));
      }
      c = step(c) ^ value;
    }
    return locateWrongSymbols(c, text.length(), text.length() - separator - 1);
  }

  /**
   * The checksum is linear: a wrong symbol adds a residue that depends on its place and difference
   * alone, and the code tells any two single errors apart, so at most one pair explains what is
   * seen.
   */
  private static Fault locateWrongSymbols(int c, int textLength, int symbols) {
    Map<Integer, Integer> placeOfResidue = new HashMap<>();
    for (int difference = 1; difference < 32; difference++) {
      int residue = difference;
      for (int place = 0; place < symbols; place++) {
        placeOfResidue.put(residue, place);
        residue = step(residue);
      }
    }
    List<Integer> best = List.of();
    String label = "";
    for (Variant variant : Variant.values()) {
      List<Integer> found = explain(c ^ variant.constant, placeOfResidue, textLength);
      if (best.isEmpty() || (!found.isEmpty() && found.size() < best.size())) {
        best = found;
        label = found.isEmpty() ? label : variant.label + " ";
      }
    }
    return new Fault("Invalid " + label + "checksum", best);
  }

  private static List<Integer> explain(
      int residue, Map<Integer, Integer> placeOfResidue, int textLength) {
    Integer single = placeOfResidue.get(residue);
    if (single != null) {
      return List.of(textLength - 1 - single);
    }
    for (Map.Entry<Integer, Integer> one : placeOfResidue.entrySet()) {
      Integer other = placeOfResidue.get(residue ^ one.getKey());
      if (other != null && !other.equals(one.getValue())) {
        int left = Math.max(one.getValue(), other);
        int right = Math.min(one.getValue(), other);
        return List.of(textLength - 1 - left, textLength - 1 - right);
      }
    }
    return List.of();
  }

  private static List<Integer> badCharacters(String text) {
    List<Integer> bad = new ArrayList<>();
    boolean lower = false;
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean wrong = c < 33 || c > 126;
      if (c >= 'a' && c <= 'z') {
        wrong = upper;
        lower |= !upper;
      } else if (c >= 'A' && c <= 'Z') {
        wrong = lower;
        upper |= !lower;
      }
      if (wrong) {
        bad.add(i);
      }
    }
    return bad;
  }

  private static int symbol(char c) {
    return ALPHABET.indexOf(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }

  private static int polymod(String prefix) {
    int c = 1;
    for (int i = 0; i < prefix.length(); i++) {
      c = step(c) ^ prefix.charAt(i) >> 5;
    }
    c = step(c);
    for (int i = 0; i < prefix.length(); i++) {
      c = step(c) ^ prefix.charAt(i) & 31;
    }
    return c;
  }

  /** Multiplies by x modulo the generator polynomial. */
  private static int step(int c) {
    int top = c >>> 25;
    int next = (c & 0x1ffffff) << 5;
    for (int i = 0; i < 5; i++) {
      if ((top >> i & 1) != 0) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }

  /** Regroups bytes into 5-bit symbols, the last one filled with zeros. */
  static byte[] toSymbols(int first, byte[] data) {
    byte[] out = new byte[1 + (data.length * 8 + 4) / 5];
    out[0] = (byte) first;
    int at = 1;
    int bits = 0;
    int held = 0;
    for (byte b : data) {
      held = held << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out[at++] = (byte) (held >> bits & 31);
      }
    }
    if (bits > 0) {
      out[at] = (byte) (held << 5 - bits & 31);
    }
    return out;
  }

  /**
   * Regroups symbols from index 1 on into bytes; empty if more than 4 bits are left over, or not
   * zero.
   */
  static Optional<byte[]> toBytes(byte[] symbols) {
    byte[] out = new byte[(symbols.length - 1) * 5 / 8];
    int at = 0;
    int bits = 0;
    int held = 0;
    for (int i = 1; i < symbols.length; i++) {
      held = held << 5 | symbols[i];
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[at++] = (byte) (held >> bits);
      }
    }
    boolean clean = bits < 5 && (held & (1 << bits) - 1) == 0;
    return clean ? Optional.of(out) : Optional.empty();
  }
}
