// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.List;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/** Something that happened, on its way to the subscribers. */
sealed interface FeedEvent {
  /** Returns the number of the event. */
  long sequence();

  /** Returns about how many bytes it keeps in memory. */
  int bytes();

  /** A block became part of the active chain. */
  record Connected(BlockEntry entry, Block block, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return block.totalSize();
    }
  }

  /** The tip was taken off the active chain. */
  record Disconnected(BlockEntry entry, Block block, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return block.totalSize();
    }
  }

  /** The chain is where it is going to be for now. */
  record Tip(BlockEntry tip, boolean initialDownload, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return 0;
    }
  }

  /** A transaction came into the mempool. */
  record Added(Transaction tx, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return tx.totalSize();
    }
  }

  /** A transaction left the mempool. */
  record Removed(Txid txid, RemovalReason reason, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return 0;
    }
  }

  /** Chain state is on disk. */
  record Flushed(List<BlockHash> locator, long sequence) implements FeedEvent {
    @Override
    public int bytes() {
      return 0;
    }
  }
}
