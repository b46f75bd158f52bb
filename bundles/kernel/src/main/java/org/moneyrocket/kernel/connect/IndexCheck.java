// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;

/**
 * Checks that the index, the candidates and the chain agree with each other ({@code
 * -checkblockindex}). Costs a walk over all headers. What is wrong is our own bug and stops the
 * node.
 */
final class IndexCheck {
  private final KernelState state;
  private final Chainstates chainstates;

  IndexCheck(KernelState state, Chainstates chainstates) {
    this.state = state;
    this.chainstates = chainstates;
  }

  /** Checks once in so many calls as the user wants. */
  void maybe() {
    int ratio = state.options.checkBlockIndex();
    if (ratio == 0 || ThreadLocalRandom.current().nextInt(ratio) != 0) {
      return;
    }
    state.lock.lock();
    try {
      if (chainstates.active().chain.tip() != null) {
        state.tree.forEach(this::check);
        checkBestHeader();
      }
    } finally {
      state.lock.unlock();
    }
  }

  private static void require(boolean condition, String what, BlockEntry entry) {
    if (!condition) {
      throw new IllegalStateException(
          "block index: " + what + ": " + entry + " status=" + entry.status());
    }
  }

  private void check(BlockEntry entry) {
    BlockEntry parent = entry.previous();
    final int level = entry.status() & BlockStatus.VALID_MASK;
    if (parent == null) {
      require(
          entry.hasHash(state.params.genesisHash()),
          "a header without parent is no genesis",
          entry);
    } else {
      require(entry.height() == parent.height() + 1, "height does not follow", entry);
      require(entry.compareWork(parent) >= 0, "less work than the parent", entry);
      require(!parent.isFailed() || entry.isFailed(), "valid child of an invalid block", entry);
    }
    require(
        (level >= BlockStatus.VALID_TRANSACTIONS) == (entry.transactionCount() > 0),
        "level and number of transactions disagree",
        entry);
    if (!state.pruned && chainstates.count() == 1) {
      require(entry.hasData() == (entry.transactionCount() > 0), "data and count disagree", entry);
    }
    require(!entry.hasUndo() || entry.hasData(), "undo data without a block", entry);
    boolean allSeen =
        entry.transactionCount() > 0 && (parent == null || parent.hasChainTransactions());
    require(
        entry.hasChainTransactions() == allSeen || chainstates.count() > 1,
        "number of transactions of the chain",
        entry);
    checkCandidate(chainstates.active(), entry);
    checkUnlinked(entry, parent);
  }

  private void checkCandidate(Chainstate chainstate, BlockEntry entry) {
    BlockEntry tip = chainstate.chain.requireTip();
    boolean goodEnough = entry.hasChainTransactions() && !Candidates.isWorse(entry, tip);
    boolean is = chainstate.candidates.contains(entry);
    if (is) {
      // Invalid ones are weeded out when their turn comes.
      require(goodEnough, "candidate that cannot be the tip", entry);
    } else if (goodEnough && !entry.isFailed() && !state.pruned && chainstates.count() == 1) {
      require(false, "missing among the candidates", entry);
    }
  }

  private void checkUnlinked(BlockEntry entry, @Nullable BlockEntry parent) {
    boolean waits = state.tree.isUnlinked(entry);
    if (waits) {
      require(entry.hasData(), "waits for ancestors without being stored", entry);
    }
    if (parent != null && entry.hasData() && !entry.isFailed() && !parent.hasChainTransactions()) {
      require(waits, "does not wait for its ancestors", entry);
    }
  }

  private void checkBestHeader() {
    BlockEntry best = state.tree.bestHeader();
    if (best == null) {
      throw new IllegalStateException("block index: no best header");
    }
    require(!best.isFailed(), "best header is invalid", best);
    state.tree.forEach(
        entry ->
            require(
                entry.isFailed() || entry.compareWork(best) <= 0,
                "better than the best header",
                entry));
  }
}
