// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.fees.BlockPolicyEstimator;
import org.moneyrocket.node.fees.FeeEstimates;
import org.moneyrocket.node.fees.MempoolPolicyEstimator;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.node.mempool.MempoolListener;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;

/**
 * Tells the fee estimators what happens to the mempool, through the kernel's queue and so in the
 * order in which it happened. What an event says is worked out when it happens, under the chain
 * lock.
 */
final class FeeFeed implements MempoolListener {
  private static final Duration MAX_TIP_AGE = Duration.ofHours(3);

  private final Kernel kernel;
  private final NodeClock clock;
  private final FeeEstimates fees;

  FeeFeed(Kernel kernel, NodeClock clock, FeeEstimates fees) {
    this.kernel = kernel;
    this.clock = clock;
    this.fees = fees;
  }

  @Override
  public void added(MempoolEntry entry, boolean alone, long sequence) {
    FeeRate rate = FeeRate.of(entry.baseFee(), entry.vsize());
    boolean meaningful = alone && entry.parents().isEmpty() && chainIsCurrent();
    kernel.events().post(() -> fees.blocks().added(entry.txid(), rate, entry.height(), meaningful));
  }

  private boolean chainIsCurrent() {
    Optional<BlockEntry> tip = kernel.tip();
    if (tip.isEmpty() || kernel.isInitialBlockDownload()) {
      return false;
    }
    int best = kernel.bestHeader().map(BlockEntry::height).orElse(0);
    return tip.get().time() >= clock.seconds() - MAX_TIP_AGE.toSeconds()
        && tip.get().height() >= best - 1;
  }

  @Override
  public void removed(Transaction tx, RemovalReason reason, long sequence) {
    if (reason != RemovalReason.BLOCK) {
      kernel.events().post(() -> fees.blocks().removed(tx.txid()));
    }
  }

  /** A block became part of the active chain and took {@code confirmed} out of the mempool. */
  void blockConnected(int height, Block block, List<MempoolEntry> confirmed) {
    List<BlockPolicyEstimator.Confirmed> transactions = new ArrayList<>(confirmed.size());
    long poolWeight = 0;
    for (MempoolEntry entry : confirmed) {
      transactions.add(
          new BlockPolicyEstimator.Confirmed(
              entry.txid(), FeeRate.of(entry.baseFee(), entry.vsize())));
      poolWeight += entry.tx().weight();
    }
    long weight = 0;
    for (Transaction tx : block.transactions()) {
      weight += tx.isCoinbase() ? 0 : tx.weight();
    }
    var stats = new MempoolPolicyEstimator.BlockStats(height, poolWeight, weight);
    kernel
        .events()
        .post(
            () -> {
              fees.blocks().block(transactions, height);
              fees.mempool().block(stats, block.hash());
            });
  }
}
