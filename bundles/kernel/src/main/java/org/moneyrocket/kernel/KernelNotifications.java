// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;

/**
 * What the kernel tells its owner at once, on whatever thread it happens, often with the chain lock
 * held: methods must return quickly and may not call back into processing.
 */
public interface KernelNotifications {
  /** Says what the start is busy with, in words for the user. */
  default void initMessage(String text) {}

  /**
   * Reports progress of something long.
   *
   * @param title for the user; empty when it has ended
   * @param percent 0 to 100
   */
  default void progress(String title, int percent) {}

  /** A header built on the tip with its block arrived and passed all checks without coins. */
  default void newPowValidBlock(BlockEntry entry, Block block) {}

  /** The verdict on a block, before anything else happens with it. */
  default void blockChecked(Block block, Verdict verdict) {}

  /**
   * The tip changed.
   *
   * @param progress estimated share of the chain that is verified, 0 to 1
   */
  default void blockTip(SyncState state, BlockEntry tip, double progress) {}

  /** The block at which the user wants to stop was connected; the owner should shut down. */
  default void stopHeightReached(BlockEntry tip) {}

  /** The end of each step of activation, even if the tip stayed. */
  default void activeTipChanged(BlockEntry tip, boolean initialDownload) {}

  /**
   * The best header changed.
   *
   * @param time of the header, Unix seconds
   * @param presync whether these headers are only being counted before they are kept
   */
  default void headerTip(SyncState state, long height, long time, boolean presync) {}

  /** The node has left the initial download; from now on it counts as caught up. */
  default void leftInitialDownload() {}

  /** Something the user should see until {@link #warningUnset}. */
  default void warningSet(KernelWarning warning, String text) {}

  default void warningUnset(KernelWarning warning) {}

  /** Block data could not be brought to disk; the operation goes on. */
  default void flushError(String text) {}

  /** Nothing can go on; the owner must stop the node with exit status 1. */
  void fatalError(String text);
}
