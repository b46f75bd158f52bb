// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all connections together may hold in one direction. Each alone is bounded, but there
 * may be hundreds, and the heap may be small. Safe for every thread.
 */
public final class SharedLimit {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes
   */
  public SharedLimit(long limit) {
    this.limit = limit;
  }

  /** Tells whether no more should be taken than must be. */
  public boolean isShort() {
    return used.get() >= limit;
  }

  /** Returns the bytes held now. */
  public long used() {
    return used.get();
  }

  /** The part of one connection. After {@link #close} it is empty and stays so. */
  final class Share {
    private long held;
    private boolean closed;

    /** Takes bytes, be there room or not; returns whether there was. */
    synchronized boolean take(long bytes) {
      if (closed) {
        return true;
      }
      held += bytes;
      return used.addAndGet(bytes) <= limit;
    }

    synchronized void give(long bytes) {
      if (!closed) {
        held -= bytes;
        used.addAndGet(-bytes);
      }
    }

    synchronized void close() {
      if (!closed) {
        closed = true;
        used.addAndGet(-held);
      }
    }
  }
}
