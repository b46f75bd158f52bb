// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.Optional;

/** The eight characters behind the # of a descriptor (BIP380). */
public final class DescriptorChecksum {
  private static final String INPUT =
      "0123456789()[],'/*abcdefgh@:$%{}"
          + "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
          + "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ";
  private static final String OUTPUT = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final long[] GENERATOR = {
    0xf5dee51989L, 0xa9fdca3312L, 0x1bab10e32dL, 0x3706b1677aL, 0x644d626ffdL
  };
  private static final int LENGTH = 8;

  private DescriptorChecksum() {}

  /**
   * A descriptor taken apart.
   *
   * @param payload what comes before the #
   * @param checksum the right one for it
   */
  public record Checked(String payload, String checksum) {}

  /**
   * Computes the checksum of text without one; empty if a character is not allowed in descriptors.
   */
  public static Optional<String> of(String payload) {
    long c = 1;
    int groups = 0;
    int count = 0;
    for (int i = 0; i < payload.length(); i++) {
      int position = INPUT.indexOf(payload.charAt(i));
      if (position < 0) {
        return Optional.empty();
      }
      c = feed(c, position & 31);
      groups = groups * 3 + (position >> 5);
      if (++count == 3) {
        c = feed(c, groups);
        groups = 0;
        count = 0;
      }
    }
    if (count > 0) {
      c = feed(c, groups);
    }
    for (int i = 0; i < LENGTH; i++) {
      c = feed(c, 0);
    }
    c ^= 1;
    StringBuilder out = new StringBuilder(LENGTH);
    for (int i = LENGTH - 1; i >= 0; i--) {
      out.append(OUTPUT.charAt((int) (c >> 5 * i & 31)));
    }
    return Optional.of(out.toString());
  }

  /**
   * Checks the checksum of a descriptor if it has one.
   *
   * @param required whether it must have one
   */
  public static Checked check(String descriptor, boolean required) throws DescriptorException {
    String[] parts = descriptor.split("#", -1);
    if (parts.length > 2) {
      throw new DescriptorException("Multiple '#' symbols");
    }
    if (parts.length == 1 && required) {
      throw new DescriptorException("Missing checksum");
    }
    if (parts.length == 2 && parts[1].length() != LENGTH) {
      throw new DescriptorException(
          "Expected 8 character checksum, not " + parts[1].length() + " characters");
    }
    String sum =
        of(parts[0]).orElseThrow(() -> new DescriptorException("Invalid characters in payload"));
    if (parts.length == 2 && !parts[1].equals(sum)) {
      throw new DescriptorException(
          "Provided checksum '" + parts[1] + "' does not match computed checksum '" + sum + "'");
    }
    return new Checked(parts[0], sum);
  }

  /** Appends # and the checksum. */
  static String append(String payload) {
    return payload
        + "#"
        + of(payload)
            .orElseThrow(() -> new IllegalStateException("descriptor with a forbidden character"));
  }

  private static long feed(long c, int symbol) {
    int top = (int) (c >> 35);
    long next = (c & 0x7ffffffffL) << 5 ^ symbol;
    for (int i = 0; i < 5; i++) {
      if ((top >> i & 1) != 0) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }
}
