// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;

/**
 * What the kernel tells the mempool while it changes the chain. All calls come with the chain lock
 * held, in this order for each step: {@link #beginStep}, any number of disconnected and then
 * connected blocks, {@link #reconcile} if anything must be brought in line, {@link #endStep}.
 */
public interface MempoolHook {
  /** No mempool. */
  MempoolHook NONE = new MempoolHook() {};

  /** Take the mempool's own lock: nobody may see it out of line with the chain. */
  default void beginStep() {}

  /** Remember the transactions of a block that was taken off. The tip is already its parent. */
  default void blockDisconnected(BlockEntry entry, Block block) {}

  /** Drop what the block confirmed or made impossible. The tip is already the block. */
  default void blockConnected(BlockEntry entry, Block block, boolean initialDownload) {}

  /**
   * Bring the mempool in line with the tip after blocks were disconnected.
   *
   * @param readd whether to add remembered transactions again; false after a failure, or when very
   *     many blocks are being taken off
   */
  default void reconcile(boolean readd) {}

  /** Check consistency with the tip, if that is switched on. Called before {@link #endStep}. */
  default void check() {}

  /** Give the mempool's own lock back. */
  default void endStep() {}

  /** Returns the bytes of the mempool's budget that it does not use; coins may take them. */
  default long unusedBytes() {
    return 0;
  }

  /** Returns the number of transactions. */
  default int size() {
    return 0;
  }
}
