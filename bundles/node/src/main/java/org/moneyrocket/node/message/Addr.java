// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Addresses of other peers, in the old form. */
public record Addr(List<TimedAddress> addresses) implements Message {
  public static final String TYPE = "addr";

  /** More addresses than this are misbehaviour. */
  public static final int MAX = 1000;

  @Override
  public String type() {
    return TYPE;
  }

  public Addr {
    addresses = List.copyOf(addresses);
  }

  static Addr read(ByteReader in) throws DecodeException {
    int count = in.count(30);
    List<TimedAddress> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(new TimedAddress(in.u32(), PeerAddress.read(in)));
    }
    return new Addr(addresses);
  }

  @Override
  public void write(ByteWriter out) {
    out.compactSize(addresses.size());
    for (TimedAddress address : addresses) {
      out.u32(address.time());
      address.address().write(out);
    }
  }
}
