// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;

/** Says that addrv2 is understood (BIP155). Only before verack. */
public record SendAddrV2() implements Message {
  public static final String TYPE = "sendaddrv2";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(ByteWriter out) {
    // This message has no payload.
  }
}
