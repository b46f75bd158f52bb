// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.net.NetAddress;

/**
 * A range of addresses: an address and how many of its leading bits count.
 *
 * @param prefix 0 to 32 or 0 to 128
 */
record Subnet(InetAddress network, int prefix) {
  /**
   * Reads {@code address}, {@code address/bits} or {@code address/mask}; empty if it is neither.
   */
  static Optional<Subnet> parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String bare = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    Optional<InetAddress> address =
        NetAddress.parse(bare, 0, NameLookup.NONE)
            .filter(a -> a.port() == 0)
            .map(NetAddress::address);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int bits = address.get().getAddress().length * 8;
    if (slash < 0) {
      return Optional.of(new Subnet(address.get(), bits));
    }
    int prefix = prefixOf(text.substring(slash + 1), bits);
    return prefix < 0
        ? Optional.empty()
        : Optional.of(new Subnet(masked(address.get(), prefix), prefix));
  }

  private static int prefixOf(String text, int bits) {
    if (!text.isEmpty() && text.length() <= 3 && text.chars().allMatch(Character::isDigit)) {
      int prefix = Integer.parseInt(text);
      return prefix <= bits ? prefix : -1;
    }
    Optional<InetAddress> mask =
        NetAddress.parse(text, 0, NameLookup.NONE).map(NetAddress::address);
    if (mask.isEmpty() || mask.get().getAddress().length * 8 != bits) {
      return -1;
    }
    byte[] raw = mask.get().getAddress();
    int prefix = 0;
    while (prefix < bits && (raw[prefix / 8] & (0x80 >>> (prefix % 8))) != 0) {
      prefix++;
    }
    for (int i = prefix; i < bits; i++) {
      if ((raw[i / 8] & (0x80 >>> (i % 8))) != 0) {
        return -1; // A mask with holes.
      }
    }
    return prefix;
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] raw = address.getAddress();
    for (int i = prefix; i < raw.length * 8; i++) {
      raw[i / 8] &= (byte) ~(0x80 >>> (i % 8));
    }
    try {
      return InetAddress.getByAddress(raw);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && Arrays.equals(
            masked(address, prefix).getAddress(), masked(network, prefix).getAddress());
  }

  /** Returns {@code address/bits}, IPv6 in the short form. */
  @Override
  public String toString() {
    String text = new NetAddress(network, 0).toString();
    String host = text.substring(0, text.lastIndexOf(':'));
    return host.replace("[", "").replace("]", "") + "/" + prefix;
  }
}
