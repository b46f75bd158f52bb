// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.List;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Transaction;

/**
 * Hears what happens in the mempool. Called with the mempool's lock held: do nothing but note it
 * down.
 */
public interface MempoolListener {
  /** Hears nothing. */
  MempoolListener NONE = new MempoolListener() {};

  /**
   * A transaction came in.
   *
   * @param sequence the mempool's sequence number of this event
   */
  default void added(MempoolEntry entry, long sequence) {}

  /**
   * A transaction came in; this is what is called.
   *
   * @param alone false if it came as part of a package or back from a block
   * @param sequence the mempool's sequence number of this event
   */
  default void added(MempoolEntry entry, boolean alone, long sequence) {
    added(entry, sequence);
  }

  /** A transaction went, also when it went into a block. */
  default void removed(Transaction tx, RemovalReason reason, long sequence) {}

  /** Returns a listener that tells several, in their order. */
  static MempoolListener all(List<MempoolListener> listeners) {
    List<MempoolListener> all = List.copyOf(listeners);
    return new MempoolListener() {
      @Override
      public void added(MempoolEntry entry, boolean alone, long sequence) {
        all.forEach(listener -> listener.added(entry, alone, sequence));
      }

      @Override
      public void removed(Transaction tx, RemovalReason reason, long sequence) {
        all.forEach(listener -> listener.removed(tx, reason, sequence));
      }
    };
  }
}
