// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.index.BlockEntry;

/** The indexes that the user asked for. Safe for every thread. */
public final class Indexes implements AutoCloseable {
  private final Kernel kernel;
  private final Optional<TxIndex> transactions;
  private final Optional<FilterIndex> filters;
  private final Optional<StatsIndex> stats;
  private final Optional<SpenderIndex> spenders;
  private final List<ChainIndex> all = new ArrayList<>();

  /**
   * Opens indexes, one after the other; if one fails, those before are closed.
   *
   * @param transactions opens that one; null if it is not wanted. So are the others
   */
  public Indexes(
      Kernel kernel,
      @Nullable Supplier<TxIndex> transactions,
      @Nullable Supplier<FilterIndex> filters,
      @Nullable Supplier<StatsIndex> stats,
      @Nullable Supplier<SpenderIndex> spenders) {
    this.kernel = kernel;
    boolean opened = false;
    try {
      this.transactions = add(transactions);
      this.stats = add(stats);
      this.spenders = add(spenders);
      this.filters = add(filters);
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  private <T extends ChainIndex> Optional<T> add(@Nullable Supplier<T> opener) {
    if (opener == null) {
      return Optional.empty();
    }
    T made = opener.get();
    all.add(made);
    return Optional.of(made);
  }

  public Optional<TxIndex> transactions() {
    return transactions;
  }

  public Optional<FilterIndex> filters() {
    return filters;
  }

  public Optional<StatsIndex> stats() {
    return stats;
  }

  public Optional<SpenderIndex> spenders() {
    return spenders;
  }

  /** Returns all that are kept. */
  public List<ChainIndex> all() {
    return List.copyOf(all);
  }

  /**
   * Lets them catch up in the background. Call when blocks are no longer imported.
   *
   * @return why that is not possible, in words for the user; empty if all is well
   */
  public Optional<String> start() {
    Optional<String> missing = missing(true).or(() -> missing(false));
    if (missing.isEmpty()) {
      all.forEach(ChainIndex::start);
    }
    return missing;
  }

  /** Looks for an index whose blocks have been pruned; undo data is looked at separately. */
  private Optional<String> missing(boolean undo) {
    ChainIndex lowest = null;
    BlockEntry from = null;
    for (ChainIndex index : all) {
      BlockEntry at = index.needsUndo() == undo ? index.resumesAt().orElse(null) : null;
      if (at != null && (from == null || at.height() < from.height())) {
        lowest = index;
        from = at;
      }
    }
    if (lowest == null || from == null || areStored(from, undo)) {
      return Optional.empty();
    }
    return Optional.of(
        lowest.name()
            + " best block of the index goes beyond pruned data"
            + (undo ? " (including undo data)" : "")
            + ". Please disable the index or reindex (which will download the whole blockchain"
            + " again)");
  }

  private boolean areStored(BlockEntry lowest, boolean undo) {
    ReentrantLock lock = kernel.chainLock();
    lock.lock();
    try {
      for (BlockEntry at = kernel.validatedChain().tip(); at != null; at = at.previous()) {
        if (at.height() > 0 && (!at.hasData() || (undo && !at.hasUndo()))) {
          return at.height() < lowest.height();
        }
        if (at.height() <= lowest.height()) {
          return true;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    all.forEach(ChainIndex::close);
  }
}
