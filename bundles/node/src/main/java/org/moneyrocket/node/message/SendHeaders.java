// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;

/** Asks for new blocks to be announced by their headers (BIP130). */
public record SendHeaders() implements Message {
  public static final String TYPE = "sendheaders";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(ByteWriter out) {
    // This message has no payload.
  }
}
