// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Says which requested items cannot be given. */
public record NotFound(List<InvItem> items) implements Message {
  public static final String TYPE = "notfound";

  /** More items than this are misbehaviour. */
  public static final int MAX = 50_000;

  @Override
  public String type() {
    return TYPE;
  }

  public NotFound {
    items = List.copyOf(items);
  }

  static NotFound read(ByteReader in) throws DecodeException {
    return new NotFound(InvList.read(in));
  }

  @Override
  public void write(ByteWriter out) {
    InvList.write(out, items);
  }
}
