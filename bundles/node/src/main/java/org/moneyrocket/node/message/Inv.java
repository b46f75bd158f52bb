// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Announces transactions and blocks. */
public record Inv(List<InvItem> items) implements Message {
  public static final String TYPE = "inv";

  /** More items than this are misbehaviour. */
  public static final int MAX = 50_000;

  @Override
  public String type() {
    return TYPE;
  }

  public Inv {
    items = List.copyOf(items);
  }

  static Inv read(ByteReader in) throws DecodeException {
    return new Inv(InvList.read(in));
  }

  @Override
  public void write(ByteWriter out) {
    InvList.write(out, items);
  }
}
