// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;

/**
 * Hears of changes of the active chain, one at a time and in order, on the thread {@code
 * kernel-events}, which holds no lock. A listener that throws is logged and hears the next event.
 *
 * <p>During a reorganisation the disconnected blocks come first, the connected ones after the
 * mempool has been brought in line, then one {@link #tipUpdated}.
 */
public interface ChainListener {
  /**
   * A block became part of the active chain.
   *
   * @param undo the coins it spent; empty for genesis
   */
  default void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {}

  /**
   * A block below the base of a snapshot was checked; blocks come from genesis upwards. The active
   * chain did not change.
   */
  default void backgroundBlockConnected(BlockEntry entry, Block block, BlockUndo undo) {}

  /** The last block of the active chain was taken off. */
  default void blockDisconnected(BlockEntry entry, Block block, BlockUndo undo) {}

  /**
   * The active chain has a new end.
   *
   * @param fork the last block that the old and the new chain have in common, null for the first
   *     tip
   * @param initialDownload whether the node is still catching up
   */
  default void tipUpdated(BlockEntry tip, @Nullable BlockEntry fork, boolean initialDownload) {}

  /** The snapshot that the active chain began with turned out right: all its blocks count. */
  default void snapshotVerified() {}

  /**
   * Everything up to a block is on disk.
   *
   * @param locator names that block: its hash, then hashes at growing distances
   */
  default void flushed(List<BlockHash> locator) {}
}
