// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which clients may connect: this machine, and the networks that were named. */
public final class AddressFilter {
  /** Addresses that agree with {@code address} in their first {@code bits}. */
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }

    boolean isCjdns() {
      return address.length == 16 && (address[0] & 0xff) == 0xfc && bits < 128;
    }

    @Override
    public String toString() {
      try {
        return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address of 4 or 16 bytes is always valid", e);
      }
    }
  }

  private final List<Network> networks;

  private AddressFilter(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /**
   * Makes a filter.
   *
   * @param allowed addresses, address/netmask or address/bits
   * @param cjdns whether addresses in fc00::/8 are those of the CJDNS network, for which there are
   *     no subnets, instead of private ones (RFC4193)
   * @throws IllegalArgumentException naming the text that is none of these
   */
  public static AddressFilter allowing(List<String> allowed, boolean cjdns) {
    for (String text : allowed) {
      if (cjdns && parse(text).filter(Network::isCjdns).isPresent()) {
        throw new IllegalArgumentException(text);
      }
    }
    return allowing(allowed);
  }

  /**
   * Makes a filter.
   *
   * @param allowed addresses, address/netmask or address/bits
   * @throws IllegalArgumentException naming the text that is none of these
   */
  public static AddressFilter allowing(List<String> allowed) {
    List<Network> networks = new ArrayList<>();
    networks.add(parse("127.0.0.0/8").orElseThrow());
    networks.add(parse("::1").orElseThrow());
    for (String text : allowed) {
      networks.add(parse(text).orElseThrow(() -> new IllegalArgumentException(text)));
    }
    return new AddressFilter(networks);
  }

  /** Tells whether the client may connect. */
  public boolean allows(InetAddress client) {
    byte[] address = client.getAddress();
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int all = address.get().length * 8;
    int bits = slash < 0 ? all : bits(text.substring(slash + 1), all);
    return bits < 0 ? Optional.empty() : Optional.of(new Network(address.get(), bits));
  }

  private static int bits(String text, int all) {
    if (text.length() <= 3 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int bits = Integer.parseInt(text);
      return bits <= all ? bits : -1;
    }
    Optional<byte[]> mask = literal(text);
    if (mask.isEmpty() || mask.get().length * 8 != all) {
      return -1;
    }
    int bits = 0;
    boolean ended = false;
    for (int i = 0; i < all; i++) {
      boolean set = (mask.get()[i / 8] & (0x80 >> (i % 8))) != 0;
      if (set && ended) {
        return -1;
      }
      ended |= !set;
      bits += set ? 1 : 0;
    }
    return bits;
  }

  // Only what looks like a literal: looking a name up would ask the network.
  private static Optional<byte[]> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    networks.forEach(network -> text.append(network).append(' '));
    return text.toString();
  }
}
