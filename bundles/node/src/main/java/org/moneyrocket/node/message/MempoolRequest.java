// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;

/** Asks for the contents of the mempool (BIP35). */
public record MempoolRequest() implements Message {
  public static final String TYPE = "mempool";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(ByteWriter out) {
    // This message has no payload.
  }
}
