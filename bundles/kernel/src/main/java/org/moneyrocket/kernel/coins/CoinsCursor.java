// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.OutPoint;

/**
 * Walks over all coins in the order of the database: by txid bytes, then by encoded output number.
 * Sees the set as it was when the cursor was opened. One thread at a time; close it soon.
 */
public interface CoinsCursor extends AutoCloseable {
  /** Returns the block up to which the coins are complete. */
  BlockHash bestBlock();

  /** Goes to the next coin, or to the first. False after the last. */
  boolean next();

  /** Returns where the cursor stands. */
  OutPoint outpoint();

  /**
   * Returns the coin at the cursor.
   *
   * @throws org.moneyrocket.kernel.StorageException if the database is damaged
   */
  Coin coin();

  @Override
  void close();
}
