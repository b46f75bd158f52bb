// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Asks for a pong with the same nonce (BIP31). */
public record Ping(long nonce) implements Message {
  public static final String TYPE = "ping";

  @Override
  public String type() {
    return TYPE;
  }

  static Ping read(ByteReader in) throws DecodeException {
    return new Ping(in.i64());
  }

  @Override
  public void write(ByteWriter out) {
    out.i64(nonce);
  }
}
