// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.params.ChainStatistics;
import org.moneyrocket.kernel.index.BlockEntry;

/** Estimates how much of the chain is verified. */
final class Progress {
  private static final long RECENT_SECONDS = 2 * 60 * 60;

  private Progress() {}

  /**
   * Estimates the share of all transactions up to now that {@code entry} and its ancestors have.
   *
   * @param best the best header
   * @return 0 to 1; 0 if nothing is known
   */
  static double of(
      @Nullable BlockEntry entry,
      @Nullable BlockEntry best,
      ChainStatistics known,
      long now,
      long spacing) {
    if (entry == null || entry.chainTransactionCount() == 0) {
      return 0;
    }
    long count = entry.chainTransactionCount();
    long blockTime = entry.time();
    if (Math.abs(now - blockTime) <= RECENT_SECONDS && best != null) {
      // Block times are off by hours; the number of blocks still missing is more exact.
      blockTime = now - (best.height() - entry.height()) * spacing;
    }
    double total;
    if (count <= known.transactions()) {
      total = known.transactions() + (now - known.time()) * known.transactionsPerSecond();
    } else {
      total = count + (now - blockTime) * known.transactionsPerSecond();
    }
    return Math.min(count / total, 1.0);
  }
}
