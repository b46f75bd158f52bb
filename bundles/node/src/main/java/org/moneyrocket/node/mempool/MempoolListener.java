// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

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

  /** A transaction went, also when it went into a block. */
  default void removed(Transaction tx, RemovalReason reason, long sequence) {}
}
