// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** The list that inv, getdata and notfound share. */
final class InvList {
  private InvList() {}

  static List<InvItem> read(ByteReader in) throws DecodeException {
    int count = in.count(InvItem.BYTES);
    List<InvItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(InvItem.read(in));
    }
    return items;
  }

  static void write(ByteWriter out, List<InvItem> items) {
    out.compactSize(items.size());
    for (InvItem item : items) {
      item.write(out);
    }
  }
}
