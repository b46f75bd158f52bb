// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** A payload that is already serialized, such as a block read from disk. */
public record RawMessage(String type, Bytes payload) implements Message {
  @Override
  public void write(ByteWriter out) {
    out.bytes(payload);
  }

  @Override
  public Bytes toBytes() {
    return payload;
  }
}
