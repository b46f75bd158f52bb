// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.interfaces.OneWay;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens to chain and mempool, in order, each event with its sequence number. Delivered
 * on a thread that holds no node lock.
 */
@OneWay
@ConsumerType
public interface ChainListener {
  /**
   * The first event: delivery begins behind {@code forkPoint}. What the listener knew above it is
   * no longer in the active chain; blocks up to the tip follow as {@link #blockConnected}.
   */
  void started(BlockRef forkPoint, long sequence);

  /** A block was added to the active chain. */
  void blockConnected(ConnectedBlock block);

  /** The tip was taken off the active chain. */
  void blockDisconnected(ConnectedBlock block);

  /** All blocks of one step are connected; {@code tip} is the new tip. */
  void tipUpdated(BlockRef tip, boolean initialBlockDownload, long sequence);

  /** A transaction entered the mempool. */
  void transactionAdded(Bytes transaction, long sequence);

  /** A transaction left the mempool for another reason than being in a block. */
  void transactionRemoved(Txid txid, RemovalReason reason, long sequence);

  /** Chain state up to {@code locator} is safe on disk. */
  void flushed(Locator locator, long sequence);

  /**
   * Events were left out because this listener was too slow. Subscribe again from the last block
   * known.
   */
  void lagged(long sequence);
}
