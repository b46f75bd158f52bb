// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * Sorts addresses into groups that are likely in one hand: by autonomous system if there is a map,
 * else by the first part of the address.
 */
public final class NetGroups {
  private static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");

  private final Optional<AsMap> map;

  public NetGroups(Optional<AsMap> map) {
    this.map = map;
  }

  /** Returns what tells the way of sorting from others; zeros without a map. */
  public Bytes version() {
    return map.map(AsMap::version).orElseGet(() -> Bytes.wrap(new byte[32]));
  }

  public boolean usesMap() {
    return map.isPresent();
  }

  /** Returns the number of the system an address belongs to, 0 if none is known. */
  public long systemOf(Host host) {
    Net net = host.netClass();
    if (map.isEmpty() || (net != Net.IPV4 && net != Net.IPV6)) {
      return 0;
    }
    return map.get().find(host.linkedV4().map(MAPPED::concat).orElseGet(host::v1));
  }

  /** Returns the group: addresses of one group have equal bytes here. */
  public Bytes of(Host host) {
    long system = systemOf(host);
    if (system != 0) {
      // IPv4 and IPv6 addresses of one system are one group.
      byte[] group = new byte[5];
      group[0] = (byte) Net.IPV6.classByte();
      for (int i = 0; i < 4; i++) {
        group[1 + i] = (byte) (system >> (8 * i));
      }
      return Bytes.wrap(group);
    }
    Bytes first = Bytes.of(new byte[] {(byte) host.netClass().classByte()});
    if (host.kind() == Net.INTERNAL) {
      return first.concat(host.bytes());
    }
    if (!host.isRoutable()) {
      return first;
    }
    Optional<Bytes> v4 = host.linkedV4();
    return first.concat(v4.isPresent() ? v4.get().slice(0, 2) : prefix(host));
  }

  private static Bytes prefix(Host host) {
    int bits =
        switch (host.kind()) {
          case ONION, I2P -> 4;
          case CJDNS -> 12; // The first eight are the same for all.
          default -> host.isHeNet() ? 36 : 32;
        };
    byte[] out = host.bytes().slice(0, (bits + 7) / 8).toArray();
    if (bits % 8 != 0) {
      out[out.length - 1] |= (byte) ((1 << (8 - bits % 8)) - 1);
    }
    return Bytes.wrap(out);
  }
}
