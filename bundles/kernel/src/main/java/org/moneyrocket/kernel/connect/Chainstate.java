// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;

/**
 * A chain with its coins. There is one, or two while a snapshot is in use: the one that began with
 * the snapshot, and the one that is being brought up to the snapshot's base to verify it.
 */
final class Chainstate implements AutoCloseable {
  /** What is known about the coins. */
  enum Trust {
    /** They come from blocks that were all checked. */
    VALIDATED,
    /** They come from a snapshot that has not been verified. */
    UNVALIDATED,
    /** They come from a snapshot that turned out wrong. */
    INVALID
  }

  final Path directory;
  final Candidates candidates = new Candidates();
  final CoinsDatabase database;
  final CoinsCache coins;

  /**
   * The chain. When a snapshot takes over, the two chainstates change chains, so that whoever holds
   * the active one keeps holding it.
   */
  ActiveChain chain = new ActiveChain();

  /** Memory that the cache of coins may take, in bytes. */
  volatile long cacheBytes;

  /** When state is written next, in seconds of the monotonic clock. Chain lock held. */
  long nextWrite = Long.MAX_VALUE;

  /** When state was last written, in seconds of the monotonic clock. */
  long lastWrite;

  /** The base of the snapshot this chain began with; null if it began with genesis. */
  private final @Nullable BlockEntry snapshotBase;

  private volatile Trust trust;

  /** The block to stop at; null if the chain is to grow without end. */
  private volatile @Nullable BlockEntry target;

  private volatile @Nullable BlockEntry lastFlushed;

  Chainstate(Path directory, CoinsDatabase database, @Nullable BlockEntry snapshotBase) {
    this.directory = directory;
    this.database = database;
    this.coins = new CoinsCache(database);
    this.snapshotBase = snapshotBase;
    this.trust = snapshotBase == null ? Trust.VALIDATED : Trust.UNVALIDATED;
  }

  @Nullable BlockEntry snapshotBase() {
    return snapshotBase;
  }

  Trust trust() {
    return trust;
  }

  void setTrust(Trust newTrust) {
    trust = newTrust;
  }

  @Nullable BlockEntry target() {
    return target;
  }

  void setTarget(@Nullable BlockEntry entry) {
    target = entry;
  }

  boolean reachedTarget() {
    return target != null && chain.tip() == target;
  }

  @Nullable BlockEntry lastFlushed() {
    return lastFlushed;
  }

  void setLastFlushed(@Nullable BlockEntry entry) {
    lastFlushed = entry;
  }

  /** Makes a complete block a candidate, unless it is worse than the tip or leads elsewhere. */
  void tryCandidate(BlockEntry entry) {
    if (trust == Trust.INVALID) {
      return;
    }
    BlockEntry tip = chain.tip();
    if (tip != null && Candidates.isWorse(entry, tip)) {
      return;
    }
    BlockEntry end = target;
    if (end == null || end.ancestor(entry.height()) == entry) {
      candidates.add(entry);
    }
  }

  /** Tells whether a block and all its ancestors have been seen and none is invalid. */
  static boolean isComplete(BlockEntry entry) {
    return entry.isValid(BlockStatus.VALID_TRANSACTIONS) && entry.hasChainTransactions();
  }

  /** Takes away what cannot become the tip any more. The tip itself stays. */
  void pruneCandidates() {
    BlockEntry tip = chain.requireTip();
    candidates.removeWorseThan(tip);
    if (candidates.size() == 0) {
      throw new IllegalStateException("no candidate for the tip left, not even the tip");
    }
  }

  @Override
  public void close() {
    Closing.all(coins::close, database::close);
  }
}
