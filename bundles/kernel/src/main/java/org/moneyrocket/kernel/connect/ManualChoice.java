// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a user may decide about chains: this block is invalid, is not, or is to be preferred. */
final class ManualChoice {
  private static final Logger log = LoggerFactory.getLogger(ManualChoice.class);
  private static final int MAX_PENDING_EVENTS = 10;
  // Deeper than this, keeping up the mempool costs more than it is worth.
  private static final int MAX_READDED_BLOCKS = 10;

  private final KernelState state;
  private final Chainstates chainstates;
  private final ChainActivation activation;
  private final FailedBlocks failed;
  // Guarded by the chain lock.
  private int nextPrecious = -1;
  private UInt256 lastPreciousWork = UInt256.ZERO;

  ManualChoice(
      KernelState state, Chainstates chainstates, ChainActivation activation, FailedBlocks failed) {
    this.state = state;
    this.chainstates = chainstates;
    this.activation = activation;
    this.failed = failed;
  }

  /**
   * Prefers a block among those with the same work.
   *
   * @return whether the best chain may have changed
   */
  boolean prefer(BlockEntry entry) {
    state.lock.lock();
    try {
      Chainstate active = chainstates.active();
      BlockEntry tip = active.chain.requireTip();
      if (entry.compareWork(tip) < 0) {
        return false;
      }
      if (tip.chainWork().compareTo(lastPreciousWork) > 0) {
        nextPrecious = -1;
      }
      lastPreciousWork = tip.chainWork();
      active.candidates.remove(entry);
      state.tree.setSequence(entry, nextPrecious);
      if (nextPrecious > Integer.MIN_VALUE) {
        nextPrecious--;
      }
      if (Chainstate.isComplete(entry)) {
        active.candidates.add(entry);
        active.pruneCandidates();
      }
      return true;
    } finally {
      state.lock.unlock();
    }
  }

  void reconsider(BlockEntry entry) {
    state.lock.lock();
    try {
      failed.reset(chainstates.active(), entry);
    } finally {
      state.lock.unlock();
    }
  }

  /** Marks a block invalid and takes it off with everything on top of it. */
  boolean invalidate(BlockEntry entry) {
    BlockEntry parent = entry.previous();
    if (parent == null) {
      return false;
    }
    // Nobody else may change the chain meanwhile, although the chain lock is given back in between.
    state.activation.lock();
    try {
      return invalidate(entry, parent);
    } finally {
      state.activation.unlock();
    }
  }

  private boolean invalidate(BlockEntry entry, BlockEntry parent) {
    Chainstate active = chainstates.active();
    List<BlockEntry> others = others(active, parent);
    BlockEntry lastTakenOff = null;
    int count = 0;
    while (!state.interrupted) {
      state.events.awaitBelow(MAX_PENDING_EVENTS);
      state.lock.lock();
      try {
        if (!active.chain.contains(entry)) {
          break;
        }
        lastTakenOff = active.chain.requireTip();
        if (!takeOff(active, ++count <= MAX_READDED_BLOCKS)) {
          return false;
        }
        afterTakingOff(active, lastTakenOff, others);
      } finally {
        state.lock.unlock();
      }
    }
    chainstates.checkIndex();
    return finish(active, entry, lastTakenOff);
  }

  /** Returns the blocks outside the chain that may be as good as what will be the tip. */
  private List<BlockEntry> others(Chainstate active, BlockEntry parent) {
    List<BlockEntry> others = new ArrayList<>();
    state.lock.lock();
    try {
      state.tree.forEach(
          other -> {
            if (!active.chain.contains(other)
                && !Candidates.isWorse(other, parent)
                && !other.isFailed()) {
              others.add(other);
            }
          });
    } finally {
      state.lock.unlock();
    }
    return others;
  }

  private boolean takeOff(Chainstate active, boolean readd) {
    boolean done = false;
    state.mempool.beginStep();
    try {
      activation.disconnectTip(active);
      done = true;
    } catch (StorageException | IllegalStateException e) {
      log.error("InvalidateBlock: {}", e.getMessage());
    } finally {
      try {
        state.mempool.reconcile(readd && done);
      } finally {
        state.mempool.endStep();
      }
    }
    return done;
  }

  private void afterTakingOff(Chainstate active, BlockEntry takenOff, List<BlockEntry> others) {
    BlockEntry tip = active.chain.requireTip();
    // At once: a pruned node must find a tip that is stored and valid if it is stopped now.
    state.tree.markFailed(takenOff);
    active.candidates.remove(takenOff);
    active.candidates.add(tip);
    BlockEntry best = state.tree.bestHeader();
    boolean findBest = best != null && takenOff.isAncestorOf(best);
    if (findBest) {
      state.tree.setBestHeader(tip);
    }
    for (Iterator<BlockEntry> i = others.iterator(); i.hasNext(); ) {
      BlockEntry other = i.next();
      if (takenOff.isAncestorOf(other)) {
        state.tree.markFailed(other);
        i.remove();
        continue;
      }
      if (Chainstate.isComplete(other) && !Candidates.isWorse(other, tip)) {
        active.candidates.add(other);
      }
      BlockEntry bestNow = state.tree.bestHeader();
      if (findBest
          && other.compareWork(tip) >= 0
          && bestNow != null
          && other.compareWork(bestNow) > 0) {
        state.tree.setBestHeader(other);
      }
    }
  }

  private boolean finish(Chainstate active, BlockEntry entry, @Nullable BlockEntry lastTakenOff) {
    state.lock.lock();
    try {
      BlockEntry marked = lastTakenOff == null ? entry : lastTakenOff;
      if (active.chain.contains(marked)) {
        return false;
      }
      if (lastTakenOff == null && !entry.isFailed()) {
        state.tree.markFailed(entry);
        active.candidates.remove(entry);
      }
      // Blocks may have come while the lock was free.
      BlockEntry tip = active.chain.requireTip();
      state.tree.forEach(
          other -> {
            if (Chainstate.isComplete(other) && !Candidates.isWorse(other, tip)) {
              active.candidates.add(other);
            }
          });
      failed.chainFound(active, marked);
      if (lastTakenOff != null) {
        BlockEntry below = lastTakenOff.previous();
        activation.announceTip(below == null ? tip : below);
      }
      return true;
    } finally {
      state.lock.unlock();
    }
  }
}
