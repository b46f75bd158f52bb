// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.KernelWarning;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Marks invalid blocks and everything built on them. Chain lock held. */
final class FailedBlocks {
  private static final Logger log = LoggerFactory.getLogger(FailedBlocks.class);
  private static final int WARNING_BLOCKS = 6;

  private final KernelState state;

  FailedBlocks(KernelState state) {
    this.state = state;
  }

  /** Takes note of a block that broke a rule, unless its data may have been altered on the way. */
  void found(Chainstate chainstate, BlockEntry entry, Verdict.Invalid verdict) {
    if (verdict.blame() == Blame.MUTATED) {
      return;
    }
    state.tree.markFailed(entry);
    chainstate.candidates.remove(entry);
    chainFound(chainstate, entry);
  }

  /** Marks all descendants of an invalid block, and finds another best header if need be. */
  void chainFound(Chainstate chainstate, BlockEntry entry) {
    BlockEntry worst = state.tree.bestInvalid();
    if (worst == null || entry.compareWork(worst) > 0) {
      state.tree.setBestInvalid(entry);
    }
    state.tree.forEach(
        other -> {
          if (other != entry
              && other.height() > entry.height()
              && !other.isFailed()
              && entry.isAncestorOf(other)) {
            state.tree.markFailed(other);
          }
        });
    BlockEntry best = state.tree.bestHeader();
    if (best != null && entry.isAncestorOf(best)) {
      findBestHeader(chainstate.chain);
    }
    log.info(
        "InvalidChainFound: invalid block={} height={} log2_work={} date={}",
        entry.hash(),
        entry.height(),
        log2Work(entry),
        Instant.ofEpochSecond(entry.time()));
    BlockEntry tip = chainstate.chain.requireTip();
    log.info(
        "InvalidChainFound: current best={} height={} log2_work={} date={}",
        tip.hash(),
        tip.height(),
        log2Work(tip),
        Instant.ofEpochSecond(tip.time()));
    warn(chainstate);
  }

  static String log2Work(BlockEntry entry) {
    return String.format(Locale.ROOT, "%f", Math.log(entry.chainWork().toDouble()) / Math.log(2));
  }

  /** Makes the header with most work that is not invalid the best one. */
  void findBestHeader(ActiveChain chain) {
    BlockEntry[] best = {chain.requireTip()};
    state.tree.forEach(
        entry -> {
          if (!entry.isFailed() && entry.compareWork(best[0]) > 0) {
            best[0] = entry;
          }
        });
    state.tree.setBestHeader(best[0]);
  }

  /** Warns the user if an invalid chain has much more work than ours. */
  void warn(Chainstate chainstate) {
    BlockEntry tip = chainstate.chain.tip();
    if (chainstate.target() != null || tip == null) {
      return;
    }
    BlockEntry invalid = state.tree.bestInvalid();
    if (invalid != null && isFarAhead(invalid, tip)) {
      String text =
          "Found invalid chain more than 6 blocks longer than our best chain. This could be due to"
              + " database corruption or consensus incompatibility with peers.";
      log.warn("{}", text);
      state.notifications.warningSet(KernelWarning.LARGE_WORK_INVALID_CHAIN, "Warning: " + text);
    } else {
      state.notifications.warningUnset(KernelWarning.LARGE_WORK_INVALID_CHAIN);
    }
  }

  private static boolean isFarAhead(BlockEntry invalid, BlockEntry tip) {
    return invalid.chainWork().compareTo(tip.chainWork().plus(tip.proof().times(WARNING_BLOCKS)))
        > 0;
  }

  /** Forgets that a block, its ancestors and its descendants are invalid. */
  void reset(Chainstate chainstate, BlockEntry entry) {
    @Nullable BlockEntry tip = chainstate.chain.tip();
    state.tree.forEach(
        other -> {
          if (other.isFailed() && (entry.isAncestorOf(other) || other.isAncestorOf(entry))) {
            state.tree.clearFailed(other);
            if (Chainstate.isComplete(other) && tip != null && Candidates.isWorse(tip, other)) {
              chainstate.candidates.add(other);
            }
            if (state.tree.bestInvalid() == other) {
              state.tree.setBestInvalid(null);
            }
          }
        });
    findBestHeader(chainstate.chain);
  }
}
