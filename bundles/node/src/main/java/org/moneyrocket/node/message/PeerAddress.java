// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * A network address as the version message carries it: 26 bytes.
 *
 * @param services service bits
 * @param ip 16 bytes, IPv4 mapped into IPv6
 * @param port 0 to 65535
 */
public record PeerAddress(long services, Bytes ip, int port) {
  /** No address. */
  public static final PeerAddress UNKNOWN = new PeerAddress(0, Bytes.wrap(new byte[16]), 0);

  public PeerAddress {
    if (ip.size() != 16) {
      throw new IllegalArgumentException("an address needs 16 bytes, got " + ip.size());
    }
  }

  static PeerAddress read(ByteReader in) throws DecodeException {
    return new PeerAddress(in.i64(), in.bytes(16), in.u16be());
  }

  void write(ByteWriter out) {
    out.i64(services).bytes(ip).u16be(port);
  }
}
