// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.util.List;
import java.util.Optional;

/** A kind of network that peers are on, with Bitcoin Core's names and class bytes. */
public enum Net {
  UNROUTABLE("not_publicly_routable", 0, 0),
  IPV4("ipv4", 1, 4),
  IPV6("ipv6", 2, 16),
  ONION("onion", 4, 32),
  I2P("i2p", 5, 32),
  CJDNS("cjdns", 6, 16),
  /** A name in the place of an address, such as that of a DNS seed. */
  INTERNAL("internal", 0, 10);

  private final String text;
  private final int bip155;
  private final int bytes;

  Net(String text, int bip155, int bytes) {
    this.text = text;
    this.bip155 = bip155;
    this.bytes = bytes;
  }

  /** Returns the networks that peers can be on. */
  public static List<Net> ofPeers() {
    return List.of(IPV4, IPV6, ONION, I2P, CJDNS);
  }

  /** Returns the name as in RPC. */
  public String text() {
    return text;
  }

  /** Returns the number in {@code addrv2} messages (BIP155), 0 if there is none. */
  public int bip155() {
    return bip155;
  }

  /** Returns how long an address is. */
  public int bytes() {
    return bytes;
  }

  /** Returns the first byte of the group of an address. */
  int classByte() {
    return ordinal();
  }

  /** Finds a network that peers can be on by its name in RPC and options. */
  public static Optional<Net> of(String name) {
    return ofPeers().stream().filter(net -> net.text.equalsIgnoreCase(name)).findFirst();
  }

  static Optional<Net> ofBip155(int number) {
    return ofPeers().stream().filter(net -> net.bip155 == number).findFirst();
  }
}
