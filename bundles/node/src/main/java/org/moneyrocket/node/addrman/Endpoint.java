// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import org.moneyrocket.primitives.Bytes;

/**
 * An address with a port.
 *
 * @param port 0 to 65535
 */
public record Endpoint(Host host, int port) {
  public Endpoint {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is out of range");
    }
  }

  /** Returns what identifies it in hashes. */
  Bytes key() {
    return host.keyBytes().concat(Bytes.of(new byte[] {(byte) (port >> 8), (byte) port}));
  }

  /** Returns {@code 1.2.3.4:8333} or {@code [::1]:8333}. */
  @Override
  public String toString() {
    boolean bracketed = host.kind() == Net.IPV6 || host.kind() == Net.CJDNS;
    return bracketed ? "[" + host + "]:" + port : host + ":" + port;
  }
}
