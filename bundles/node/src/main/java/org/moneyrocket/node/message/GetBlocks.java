// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * Asks for announcements of the blocks behind the last known block of {@code locator}.
 *
 * @param locator hashes from the newest to genesis, at most {@link #MAX_LOCATOR}
 * @param stop last block wanted; all zero for as many as possible
 */
public record GetBlocks(List<BlockHash> locator, BlockHash stop) implements Message {
  public static final String TYPE = "getblocks";

  /** A longer locator ends the connection. */
  public static final int MAX_LOCATOR = 101;

  @Override
  public String type() {
    return TYPE;
  }

  public GetBlocks {
    locator = List.copyOf(locator);
  }

  static GetBlocks read(ByteReader in) throws DecodeException {
    in.skip(4); // The sender's protocol version, which nobody uses.
    int count = in.count(BlockHash.BYTES);
    List<BlockHash> locator = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      locator.add(BlockHash.read(in));
    }
    return new GetBlocks(locator, BlockHash.read(in));
  }

  @Override
  public void write(ByteWriter out) {
    out.i32(Message.PROTOCOL_VERSION).compactSize(locator.size());
    for (BlockHash hash : locator) {
      hash.write(out);
    }
    stop.write(out);
  }
}
