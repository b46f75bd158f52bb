// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Answers a ping (BIP31). */
public record Pong(long nonce) implements Message {
  public static final String TYPE = "pong";

  @Override
  public String type() {
    return TYPE;
  }

  static Pong read(ByteReader in) throws DecodeException {
    return new Pong(in.i64());
  }

  @Override
  public void write(ByteWriter out) {
    out.i64(nonce);
  }
}
