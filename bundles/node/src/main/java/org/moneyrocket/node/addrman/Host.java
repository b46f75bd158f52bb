// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/**
 * An address without a port, on any network.
 *
 * @param kind which network's form it has; never {@link Net#UNROUTABLE}
 * @param bytes as many as the network's addresses have
 */
public record Host(Net kind, Bytes bytes) {
  /** No address. */
  public static final Host NONE = new Host(Net.IPV6, Bytes.wrap(new byte[16]));

  private static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");
  private static final Bytes V4_ANY = Bytes.fromHex("00000000");
  private static final Bytes V4_NONE = Bytes.fromHex("ffffffff");
  private static final Bytes INTERNAL = Bytes.fromHex("fd6b88c08724");
  private static final Bytes TOR_V2 = Bytes.fromHex("fd87d87eeb43");
  private static final Bytes WELL_KNOWN_64 = Bytes.fromHex("0064ff9b0000000000000000");
  private static final Bytes TRANSLATED = Bytes.fromHex("0000000000000000ffff0000");
  private static final Bytes LINK_LOCAL = Bytes.fromHex("fe80000000000000");
  private static final Bytes LOOPBACK = Bytes.fromHex("00000000000000000000000000000001");

  public Host {
    if (bytes.size() != kind.bytes() || kind == Net.UNROUTABLE) {
      throw new IllegalArgumentException(
          "an address on " + kind.text() + " of " + bytes.size() + " bytes");
    }
  }

  public static Host of(InetAddress address) {
    byte[] raw = address.getAddress();
    return raw.length == 4 ? new Host(Net.IPV4, Bytes.wrap(raw)) : ofV1(Bytes.wrap(raw));
  }

  /**
   * Makes an address that stands for a source of addresses by its name; nobody can connect to it.
   */
  public static Host internal(String name) {
    byte[] hash = Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
    return new Host(Net.INTERNAL, Bytes.of(hash, 0, Net.INTERNAL.bytes()));
  }

  /**
   * Reads the 16 bytes of old messages and files. What they cannot hold becomes {@link #NONE}.
   *
   * @throws IllegalArgumentException if there are not 16
   */
  public static Host ofV1(Bytes bytes) {
    if (bytes.startsWith(MAPPED)) {
      return new Host(Net.IPV4, bytes.slice(12, 4));
    }
    if (bytes.startsWith(INTERNAL)) {
      return new Host(Net.INTERNAL, bytes.slice(6, 10));
    }
    return bytes.startsWith(TOR_V2) ? NONE : new Host(Net.IPV6, bytes);
  }

  /**
   * Makes an address of what a BIP155 message or file holds.
   *
   * @return empty if the network is not known; {@link #NONE} for what has no place there
   * @throws IllegalArgumentException if the length does not fit a known network
   */
  public static Optional<Host> ofBip155(int network, Bytes bytes) {
    Optional<Net> net = Net.ofBip155(network);
    if (net.isPresent() && bytes.size() != net.get().bytes()) {
      throw new IllegalArgumentException(
          "BIP155 "
              + net.get().text()
              + " address with length "
              + bytes.size()
              + " (should be "
              + net.get().bytes()
              + ")");
    }
    if (net.isPresent() && net.get() == Net.IPV6) {
      if (bytes.startsWith(MAPPED)) {
        return Optional.of(NONE);
      }
      return Optional.of(ofV1(bytes));
    }
    return net.map(known -> new Host(known, bytes));
  }

  /** Returns the network's number in BIP155 messages; names go as IPv6. */
  public int bip155() {
    return kind == Net.INTERNAL ? Net.IPV6.bip155() : kind.bip155();
  }

  /** Returns the bytes for BIP155 messages and files. */
  public Bytes bip155Bytes() {
    return kind == Net.INTERNAL ? v1() : bytes;
  }

  /** Tells whether old messages and files can hold it. */
  public boolean fitsV1() {
    return kind == Net.IPV4 || kind == Net.IPV6 || kind == Net.INTERNAL;
  }

  /** Returns the 16 bytes of old messages and files; zeros if it does not fit. */
  public Bytes v1() {
    return switch (kind) {
      case IPV4 -> MAPPED.concat(bytes);
      case INTERNAL -> INTERNAL.concat(bytes);
      case IPV6 -> bytes;
      default -> NONE.bytes();
    };
  }

  /** Returns what identifies the address in hashes. */
  Bytes keyBytes() {
    return fitsV1() ? v1() : bytes;
  }

  /** Returns the IP address, empty for networks that have none. */
  public Optional<InetAddress> inetAddress() {
    if (kind != Net.IPV4 && kind != Net.IPV6 && kind != Net.CJDNS) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes.toArray()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.size() + " bytes", e);
    }
  }

  // ---- what kind of address it is

  private int at(int index) {
    return bytes.unsigned(index);
  }

  private boolean v6(Bytes prefix) {
    return kind == Net.IPV6 && bytes.startsWith(prefix);
  }

  private boolean v6(String hexPrefix) {
    return kind == Net.IPV6 && bytes.toHex().startsWith(hexPrefix);
  }

  /** Tells whether it may be the address of a host at all. */
  public boolean isValid() {
    return switch (kind) {
      case IPV4 -> !bytes.equals(V4_ANY) && !bytes.equals(V4_NONE);
      case IPV6 -> !equals(NONE) && !v6("20010db8"); // RFC3849: documentation
      case CJDNS -> at(0) == 0xfc;
      case INTERNAL -> false;
      default -> true;
    };
  }

  /** Tells whether it is an address of this machine. */
  public boolean isLocal() {
    return kind == Net.IPV4 ? at(0) == 127 || at(0) == 0 : v6(LOOPBACK);
  }

  /** Tells whether hosts elsewhere can reach it. */
  public boolean isRoutable() {
    if (!isValid() || isLocal()) {
      return false;
    }
    if (kind == Net.IPV4) {
      return !isReservedV4();
    }
    if (kind == Net.IPV6) {
      boolean orchid = v6("200100") && ((at(3) & 0xf0) == 0x10 || (at(3) & 0xf0) == 0x20);
      boolean unique = (at(0) & 0xfe) == 0xfc; // RFC4193
      return !orchid && !unique && !v6(LINK_LOCAL);
    }
    return true;
  }

  private boolean isReservedV4() {
    int first = at(0);
    int second = at(1);
    int third = at(2);
    return first == 10 // RFC1918, and the next two
        || (first == 192 && second == 168)
        || (first == 172 && second >= 16 && second <= 31)
        || (first == 198 && (second == 18 || second == 19)) // RFC2544
        || (first == 169 && second == 254) // RFC3927
        || (first == 100 && second >= 64 && second <= 127) // RFC6598
        || (first == 192 && second == 0 && third == 2) // RFC5737, and the next two
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113);
  }

  /** Returns the network it is on; {@link Net#UNROUTABLE} if nobody elsewhere can reach it. */
  public Net network() {
    return kind == Net.INTERNAL || isRoutable() ? kind : Net.UNROUTABLE;
  }

  /** As {@link #network}, but IPv6 addresses that stand for IPv4 addresses count as these. */
  public Net netClass() {
    return linkedV4().isPresent() ? Net.IPV4 : network();
  }

  /** Returns the IPv4 address it is or stands for. */
  Optional<Bytes> linkedV4() {
    if (kind == Net.INTERNAL || !isRoutable()) {
      return Optional.empty();
    }
    if (kind == Net.IPV4) {
      return Optional.of(bytes);
    }
    if (v6(WELL_KNOWN_64) || v6(TRANSLATED)) { // RFC6052, RFC6145
      return Optional.of(bytes.slice(12, 4));
    }
    if (v6("2002")) { // RFC3964
      return Optional.of(bytes.slice(2, 4));
    }
    if (v6("20010000")) { // RFC4380 keeps it inverted
      byte[] v4 = bytes.slice(12, 4).toArray();
      for (int i = 0; i < v4.length; i++) {
        v4[i] = (byte) ~v4[i];
      }
      return Optional.of(Bytes.wrap(v4));
    }
    return Optional.empty();
  }

  boolean isHeNet() {
    return v6("20010470");
  }

  /** Returns the address as users write it, IPv6 without brackets. */
  @Override
  public String toString() {
    return HostText.write(this);
  }
}
