// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;

/** Ends the handshake. */
public record Verack() implements Message {
  public static final String TYPE = "verack";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(ByteWriter out) {
    // This message has no payload.
  }
}
