// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name of a known type of message in a frame's header without making a new string. */
final class TypeNames {
  /** Bytes of a type in a header, zeros at the end. */
  static final int BYTES = 12;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long[] heads;
  private final int[] tails;
  private final @Nullable String[] names;
  private final int mask;

  TypeNames(Collection<String> known) {
    int places = Integer.highestOneBit(Math.max(1, known.size())) * 4;
    this.heads = new long[places];
    this.tails = new int[places];
    this.names = new String[places];
    this.mask = places - 1;
    for (String name : known) {
      byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), BYTES);
      long head = (long) LONG.get(text, 0);
      int tail = (int) INT.get(text, 8);
      int at = place(head, tail);
      while (names[at] != null) {
        at = (at + 1) & mask;
      }
      heads[at] = head;
      tails[at] = tail;
      names[at] = name;
    }
  }

  /** Returns the name of the type at {@code offset}, null if it is not a known one. */
  @Nullable String find(byte[] header, int offset) {
    long head = (long) LONG.get(header, offset);
    int tail = (int) INT.get(header, offset + 8);
    for (int at = place(head, tail); ; at = (at + 1) & mask) {
      String name = names[at];
      if (name == null || (heads[at] == head && tails[at] == tail)) {
        return name;
      }
    }
  }

  // Strangers choose what is looked up, not what is in the table, which stays three quarters empty.
  private int place(long head, int tail) {
    long mixed = (head ^ tail) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 40) & mask;
  }
}
