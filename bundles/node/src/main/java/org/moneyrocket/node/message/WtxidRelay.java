// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;

/** Asks for announcements by wtxid (BIP339). Only before verack. */
public record WtxidRelay() implements Message {
  public static final String TYPE = "wtxidrelay";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(ByteWriter out) {
    // This message has no payload.
  }
}
