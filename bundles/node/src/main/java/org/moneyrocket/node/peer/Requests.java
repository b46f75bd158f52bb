// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.net.PeerSocket;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * What a peer has asked for and not been given yet, as short as it was on the wire: there may be
 * 50,000 things, and a peer that takes nothing waits long. Counted as memory that its connection
 * holds. On the message thread.
 */
final class Requests {
  private static final int EACH_BYTES = 36;

  private final PeerSocket socket;
  private Bytes packed = Bytes.EMPTY;
  private int at;
  private @Nullable InvItem next;

  Requests(PeerSocket socket) {
    this.socket = socket;
  }

  /** Adds what a message asked for. */
  void add(List<InvItem> items) {
    ByteWriter out = new ByteWriter(EACH_BYTES * (size() + items.size()));
    out.bytes(packed.slice(at, packed.size() - at));
    items.forEach(item -> out.i32(item.kind()).bytes(item.hash()));
    socket.release(packed.size());
    packed = out.toBytes();
    at = 0;
    socket.hold(packed.size());
  }

  boolean isEmpty() {
    return at == packed.size();
  }

  int size() {
    return (packed.size() - at) / EACH_BYTES;
  }

  /** Returns what comes next, null if there is nothing. */
  @Nullable InvItem peek() {
    if (next == null && !isEmpty()) {
      try {
        ByteReader in = new ByteReader(packed.slice(at, EACH_BYTES));
        next = new InvItem(in.i32(), in.bytes(EACH_BYTES - 4));
      } catch (DecodeException e) {
        throw new IllegalStateException("what was written cannot be read", e);
      }
    }
    return next;
  }

  /** Takes out what {@link #peek} returned. */
  void remove() {
    next = null;
    at += EACH_BYTES;
    if (isEmpty()) {
      socket.release(packed.size());
      packed = Bytes.EMPTY;
      at = 0;
    }
  }
}
