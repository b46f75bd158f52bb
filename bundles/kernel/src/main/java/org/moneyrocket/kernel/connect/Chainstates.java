// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.ChainListener;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;

/**
 * The chains in use: the active one, and while a snapshot is being verified the one that does it.
 */
final class Chainstates implements AutoCloseable {
  // Shares of the memory while there are two: most goes to the one that has most to do.
  private static final double SMALL_SHARE = 0.05;
  private static final double LENDING_SHARE = 0.01;

  private final KernelState state;
  private final Flusher flusher;
  private final long totalCacheBytes;
  private final IndexCheck check;
  private final List<Chainstate> all = new ArrayList<>();
  private volatile Chainstate active;
  private volatile @Nullable Chainstate historical;
  private @Nullable SnapshotVerification verification;

  Chainstates(KernelState state, Flusher flusher, long totalCacheBytes, Chainstate first) {
    this.state = state;
    this.flusher = flusher;
    this.totalCacheBytes = totalCacheBytes;
    this.active = first;
    this.all.add(first);
    this.check = new IndexCheck(state, this);
    first.cacheBytes = totalCacheBytes;
  }

  void setVerification(SnapshotVerification value) {
    verification = value;
  }

  Chainstate active() {
    return active;
  }

  @Nullable Chainstate historical() {
    return historical;
  }

  /** Returns the chain whose blocks were all checked. */
  Chainstate validated() {
    Chainstate other = historical;
    return other == null ? active : other;
  }

  /** Returns the one or two chains that are still growing, the active one last. */
  List<Chainstate> growing() {
    Chainstate other = historical;
    return other == null ? List.of(active) : List.of(other, active);
  }

  int count() {
    return historical == null ? 1 : 2;
  }

  /** Returns the memory for coins of all chains together, in bytes. */
  long totalCacheBytes() {
    return totalCacheBytes;
  }

  /** Makes a chain that begins with a snapshot the active one. Chain lock held. */
  void add(Chainstate snapshot, BlockEntry base) {
    Chainstate before = active;
    before.setTarget(base);
    all.add(snapshot);
    historical = before;
    active = snapshot;
    rebalance();
  }

  /**
   * Leaves nearly all memory to a snapshot that is being loaded, until {@link #add} or {@link
   * #rebalance}.
   *
   * @return how much it may use, in bytes
   */
  long lend() {
    long small = (long) (totalCacheBytes * LENDING_SHARE);
    active.cacheBytes = small;
    return totalCacheBytes - small;
  }

  /** Says that the snapshot is verified: the chain that did it has nothing more to do. */
  void finishHistorical() {
    historical = null;
    rebalance();
    state.events.tellAll(ChainListener::snapshotVerified);
  }

  /** Shares the memory out again. Chain lock held; caches that shrink are written. */
  void rebalance() {
    Chainstate other = historical;
    if (other == null) {
      active.cacheBytes = totalCacheBytes;
      return;
    }
    long small = (long) (totalCacheBytes * SMALL_SHARE);
    Chainstate busy = state.initialDownload ? active : other;
    Chainstate idle = busy == active ? other : active;
    busy.cacheBytes = totalCacheBytes - small;
    idle.cacheBytes = small;
    if (idle.coins.bytes() > small) {
      flush(idle, FlushMode.FORCE_FLUSH);
    }
  }

  /** The base of a snapshot that is in use and not verified yet. */
  private @Nullable BlockEntry unverifiedBase(Chainstate chainstate) {
    return chainstate.trust() == Chainstate.Trust.VALIDATED ? null : chainstate.snapshotBase();
  }

  /**
   * Writes state to disk.
   *
   * @throws FatalException after telling the owner
   */
  void flush(Chainstate chainstate, FlushMode mode) {
    flusher.flush(chainstate, mode, 0, unverifiedBase(chainstate), count());
  }

  /** Writes what changed of the block index and nothing else. Chain lock held. */
  void writeIndex() {
    flusher.writeIndex();
  }

  /** Sees to it that blocks at the tip outlast this process. */
  void recordIndex() {
    flusher.recordIndex();
  }

  /** Prunes up to a height on the user's request. */
  void pruneTo(int height) {
    flusher.flush(active, FlushMode.NONE, height, unverifiedBase(active), count());
  }

  /** Makes a complete block a candidate wherever it can be one. */
  void tryCandidate(BlockEntry entry) {
    for (Chainstate chainstate : growing()) {
      chainstate.tryCandidate(entry);
    }
  }

  void removeCandidate(BlockEntry entry) {
    for (Chainstate chainstate : growing()) {
      chainstate.candidates.remove(entry);
    }
  }

  /** Hears that a chain with a target has come there. */
  void targetReached(Chainstate chainstate) {
    SnapshotVerification verifying = verification;
    if (chainstate != historical || verifying == null) {
      throw new IllegalStateException("only a chain that verifies a snapshot has a target");
    }
    try {
      verifying.verify(chainstate, active);
    } catch (StorageException e) {
      throw state.halt.tell("System error while flushing", e);
    }
  }

  /** Checks the index for consistency, if that is switched on and due. */
  void checkIndex() {
    check.maybe();
  }

  @Override
  public void close() {
    Closing.all(all.stream().<Runnable>map(one -> one::close).toArray(Runnable[]::new));
  }
}
