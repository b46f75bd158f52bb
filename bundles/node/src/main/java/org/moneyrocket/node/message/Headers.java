// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Headers, each following the one before. */
public record Headers(List<BlockHeader> headers) implements Message {
  public static final String TYPE = "headers";

  /** Most headers in one message. */
  public static final int MAX = 2000;

  @Override
  public String type() {
    return TYPE;
  }

  public Headers {
    headers = List.copyOf(headers);
  }

  static Headers read(ByteReader in) throws DecodeException {
    long count = in.compactSize();
    if (count > MAX) {
      throw new DecodeException("headers message size = " + count);
    }
    List<BlockHeader> headers = new ArrayList<>((int) Math.min(count, in.remaining() / 81));
    for (int i = 0; i < count; i++) {
      headers.add(BlockHeader.read(in));
      in.compactSize(); // The number of transactions, always zero.
    }
    return new Headers(headers);
  }

  @Override
  public void write(ByteWriter out) {
    out.compactSize(headers.size());
    for (BlockHeader header : headers) {
      header.write(out);
      out.u8(0);
    }
  }
}
