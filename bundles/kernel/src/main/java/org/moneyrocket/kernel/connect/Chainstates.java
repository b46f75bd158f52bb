// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.index.BlockEntry;

/**
 * The chains in use: the active one, and while a snapshot is being verified the one that does it.
 */
final class Chainstates implements AutoCloseable {
  private final KernelState state;
  private final Flusher flusher;
  private volatile Chainstate active;
  private volatile @Nullable Chainstate historical;
  private final IndexCheck check;

  Chainstates(KernelState state, Flusher flusher, Chainstate active) {
    this.state = state;
    this.flusher = flusher;
    this.active = active;
    this.check = new IndexCheck(state, this);
  }

  Chainstate active() {
    return active;
  }

  @Nullable Chainstate historical() {
    return historical;
  }

  int count() {
    return historical == null ? 1 : 2;
  }

  /** The base of a snapshot that is in use and not verified yet. */
  private @Nullable BlockEntry snapshotBase(Chainstate chainstate) {
    Chainstate verifying = historical;
    return chainstate == active && verifying != null ? verifying.target() : null;
  }

  /**
   * Writes state to disk.
   *
   * @throws FatalException after telling the owner
   */
  void flush(Chainstate chainstate, FlushMode mode) {
    flusher.flush(chainstate, mode, 0, snapshotBase(chainstate), count());
  }

  /** Prunes up to a height on the user's request. */
  void pruneTo(int height) {
    flusher.flush(active, FlushMode.NONE, height, snapshotBase(active), count());
  }

  /** Makes a complete block a candidate wherever it can be one. */
  void tryCandidate(BlockEntry entry) {
    active.tryCandidate(entry);
    Chainstate other = historical;
    if (other != null) {
      other.tryCandidate(entry);
    }
  }

  /** Hears that a chain with a target has come there. */
  void targetReached(Chainstate chainstate) {
    if (chainstate != historical) {
      throw new IllegalStateException("only a chain that verifies a snapshot has a target");
    }
  }

  /** Checks the index for consistency, if that is switched on and due. */
  void checkIndex() {
    check.maybe();
  }

  @Override
  public void close() {
    active.close();
    Chainstate other = historical;
    if (other != null) {
      other.close();
    }
  }
}
