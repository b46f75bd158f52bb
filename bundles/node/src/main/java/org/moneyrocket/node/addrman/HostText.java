// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/** How addresses are written: IP addresses, {@code .onion} and {@code .b32.i2p} names. */
public final class HostText {
  private static final String ONION = ".onion";
  private static final String I2P = ".b32.i2p";
  private static final int I2P_DIGITS = 52;
  private static final byte ONION_VERSION = 3;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private HostText() {}

  /** Reads an address; names are not looked up. Empty if it is none. */
  public static Optional<Host> read(String text) {
    if (text.endsWith(ONION)) {
      return onion(text.substring(0, text.length() - ONION.length()));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() == I2P_DIGITS + I2P.length() && lower.endsWith(I2P)) {
      byte[] raw = decode(lower.substring(0, I2P_DIGITS));
      return raw == null || raw.length != Net.I2P.bytes()
          ? Optional.empty()
          : Optional.of(new Host(Net.I2P, Bytes.wrap(raw)));
    }
    return ip(text);
  }

  private static Optional<Host> ip(String text) {
    String host =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    boolean v6 = host.indexOf(':') >= 0;
    boolean v4 = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    // The platform also takes "1.2.3"; here an IPv4 address has four numbers.
    if (host.isEmpty() || (!v6 && (!v4 || host.chars().filter(c -> c == '.').count() != 3))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Host.of(InetAddress.ofLiteral(host)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Host> onion(String digits) {
    byte[] raw = decode(digits.toLowerCase(Locale.ROOT));
    int keyBytes = Net.ONION.bytes();
    if (raw == null || raw.length != keyBytes + 3) {
      return Optional.empty();
    }
    byte[] key = Arrays.copyOf(raw, keyBytes);
    byte[] sum = checksum(key);
    boolean good =
        raw[keyBytes] == sum[0]
            && raw[keyBytes + 1] == sum[1]
            && raw[keyBytes + 2] == ONION_VERSION;
    return good ? Optional.of(new Host(Net.ONION, Bytes.wrap(key))) : Optional.empty();
  }

  private static byte[] checksum(byte[] key) {
    byte[] digest =
        Hashes.sha3(
            ".onion checksum".getBytes(StandardCharsets.US_ASCII), key, new byte[] {ONION_VERSION});
    return Arrays.copyOf(digest, 2);
  }

  static String write(Host host) {
    byte[] raw = host.bytes().toArray();
    return switch (host.kind()) {
      case IPV4 ->
          (raw[0] & 0xff) + "." + (raw[1] & 0xff) + "." + (raw[2] & 0xff) + "." + (raw[3] & 0xff);
      case IPV6, CJDNS -> v6(raw);
      case ONION -> {
        byte[] all = Arrays.copyOf(raw, raw.length + 3);
        System.arraycopy(checksum(raw), 0, all, raw.length, 2);
        all[raw.length + 2] = ONION_VERSION;
        yield encode(all) + ONION;
      }
      case I2P -> encode(raw) + I2P;
      case INTERNAL -> encode(raw) + ".internal";
      case UNROUTABLE -> throw new IllegalStateException("no address has this network");
    };
  }

  /** Writes an IPv6 address in the short form (RFC 5952). */
  private static String v6(byte[] raw) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (raw[2 * i] & 0xff) << 8 | (raw[2 * i + 1] & 0xff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < 8) {
      if (at == bestStart) {
        out.append("::");
        at += bestLength;
      } else {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[at]));
        at++;
      }
    }
    return out.toString();
  }

  private static String encode(byte[] raw) {
    StringBuilder out = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : raw) {
      held = held << 8 | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(BASE32.charAt(held >> bits & 31));
      }
    }
    if (bits > 0) {
      out.append(BASE32.charAt(held << (5 - bits) & 31));
    }
    return out.toString();
  }

  private static byte @Nullable [] decode(String digits) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (char c : digits.toCharArray()) {
      int value = BASE32.indexOf(c);
      if (value < 0) {
        return null;
      }
      held = (held << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(held >> bits & 0xff);
      }
    }
    // What is left over must be padding.
    return bits < 5 && (held & ((1 << bits) - 1)) == 0 ? out.toByteArray() : null;
  }
}
