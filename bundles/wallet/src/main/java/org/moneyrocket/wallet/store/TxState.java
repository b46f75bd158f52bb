// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/** Where a wallet transaction stands. Heights are not stored: -1 until the chain was asked. */
public sealed interface TxState {
  /** In a block of the active chain. */
  record Confirmed(BlockHash block, int height, int position) implements TxState {}

  /** In the node's mempool. */
  record InMempool() implements TxState {}

  /** An input, its own or an ancestor's, was spent by another transaction in {@code block}. */
  record BlockConflicted(BlockHash block, int height) implements TxState {}

  /** Neither in a block nor in the mempool, as far as known. */
  record Inactive(boolean abandoned) implements TxState {}

  /** Stored by some other program in a form we keep but do not understand; like inactive. */
  record Unrecognized(Bytes hash, int index) implements TxState {}

  TxState IN_MEMPOOL = new InMempool();
  TxState INACTIVE = new Inactive(false);
  TxState ABANDONED = new Inactive(true);
}
