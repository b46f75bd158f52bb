// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.kernel.MempoolHook;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.ChainFollower;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Block;

/** Lets the mempool follow the kernel's chain. */
final class KernelMempoolHook implements MempoolHook {
  private final ChainFollower follower;
  private final Mempool pool;
  private final Optional<FeeFeed> fees;

  /**
   * Makes a hook.
   *
   * @param fees hears what blocks confirm, empty if fees are not estimated
   */
  KernelMempoolHook(ChainFollower follower, Mempool pool, Optional<FeeFeed> fees) {
    this.follower = follower;
    this.pool = pool;
    this.fees = fees;
  }

  @Override
  public void beginStep() {
    follower.beginStep();
  }

  @Override
  public void blockDisconnected(BlockEntry entry, Block block) {
    follower.blockDisconnected(block.transactions());
    pool.countChange();
  }

  @Override
  public void blockConnected(BlockEntry entry, Block block, boolean initialDownload) {
    List<MempoolEntry> confirmed = follower.blockConnected(block.transactions());
    if (!initialDownload) {
      fees.ifPresent(feed -> feed.blockConnected(entry.height(), block, confirmed));
    }
    pool.countChange();
  }

  @Override
  public void reconcile(boolean readd) {
    follower.reconcile(readd);
  }

  @Override
  public void check() {
    follower.settled();
  }

  @Override
  public void endStep() {
    follower.endStep();
  }

  @Override
  public long unusedBytes() {
    return Math.max(0, pool.limits().maxBytes() - pool.usage());
  }

  @Override
  public int size() {
    return pool.size();
  }
}
