// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Negotiates compact blocks (BIP152). */
public record SendCmpct(boolean highBandwidth, long version) implements Message {
  public static final String TYPE = "sendcmpct";

  @Override
  public String type() {
    return TYPE;
  }

  static SendCmpct read(ByteReader in) throws DecodeException {
    return new SendCmpct(in.bool(), in.i64());
  }

  @Override
  public void write(ByteWriter out) {
    out.bool(highBandwidth).i64(version);
  }
}
