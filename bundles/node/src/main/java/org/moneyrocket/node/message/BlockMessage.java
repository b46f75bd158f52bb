// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** A block with its witnesses. */
public record BlockMessage(Block block) implements Message {
  public static final String TYPE = "block";

  @Override
  public String type() {
    return TYPE;
  }

  static BlockMessage read(ByteReader in) throws DecodeException {
    return new BlockMessage(Block.read(in));
  }

  @Override
  public void write(ByteWriter out) {
    block.write(out);
  }
}
