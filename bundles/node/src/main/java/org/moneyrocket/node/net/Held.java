// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * What one connection holds of an account. When the connection is over it is empty and stays so,
 * whoever still gives back. Safe for every thread.
 */
final class Held {
  private final MemoryBudget.Account account;
  private long bytes;
  private boolean closed;

  Held(MemoryBudget.Account account) {
    this.account = account;
  }

  /** Takes room if there is some; returns whether it did. */
  synchronized boolean tryTake(long more) {
    if (closed) {
      return true;
    }
    if (!account.tryTake(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  /** Takes room, be there some or not. */
  synchronized void take(long more) {
    if (!closed) {
      bytes += more;
      account.take(more);
    }
  }

  synchronized void give(long less) {
    if (!closed) {
      bytes -= less;
      account.give(less);
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Returns what everybody together may still take of the account, in bytes. */
  long left() {
    return account.isShort() ? 0 : account.mostBytes() - account.takenBytes();
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      account.give(bytes);
      bytes = 0;
    }
  }
}
