// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.FeeEstimate;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.FeeRate;

/** Estimates fee rates with both estimators there are, and keeps what they know. Thread-safe. */
public final class FeeEstimates {
  /** Largest confirmation target in blocks. */
  public static final int MAX_TARGET = BlockPolicyEstimator.MAX_TARGET;

  /** Who estimates. */
  public enum Estimator {
    /** Both must; the lower rate is taken. */
    NONE,
    BLOCK_POLICY,
    MEMPOOL_POLICY;

    /** Reads a name; what is none means {@link #NONE}. */
    public static Estimator of(String name) {
      for (Estimator estimator : values()) {
        if (estimator.text().equals(name.toLowerCase(Locale.ROOT))) {
          return estimator;
        }
      }
      return NONE;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An estimate and whose it is.
   *
   * @param by who was asked, or whose rate was the lower one
   */
  public record Answer(FeeEstimate estimate, Estimator by) {}

  private final FeeFiles files;
  private final BlockPolicyEstimator blocks = new BlockPolicyEstimator();
  private final MempoolPolicyEstimator mempool;

  /**
   * @param directory the chain's data directory
   */
  public FeeEstimates(Path directory, MempoolPolicyEstimator mempool) {
    this.files = new FeeFiles(directory);
    this.mempool = mempool;
  }

  /**
   * Reads what was known when the node ended.
   *
   * @param acceptStale whether the age of the file does not matter
   */
  public void load(boolean acceptStale, BlockHash tip, long height) {
    files.adoptLegacy();
    files.load(blocks, acceptStale);
    files.load(mempool, tip, height);
  }

  /** Writes what is known. */
  public void save() {
    files.save(blocks);
    files.save(mempool);
  }

  /** Writes what is known at the end: what still waits will not have been confirmed. */
  public void saveLast() {
    blocks.giveUpWaiting();
    save();
  }

  public BlockPolicyEstimator blocks() {
    return blocks;
  }

  public MempoolPolicyEstimator mempool() {
    return mempool;
  }

  /**
   * Returns the estimate for a confirmation within {@code target} blocks.
   *
   * @param conservative whether a longer history counts
   */
  public FeeEstimate estimate(int target, boolean conservative) {
    return ask(Estimator.NONE, target, conservative).estimate();
  }

  /** Returns what {@code who} estimates. */
  public Answer ask(Estimator who, int target, boolean conservative) {
    return switch (who) {
      case BLOCK_POLICY -> ofBlocks(target, conservative);
      case MEMPOOL_POLICY -> ofMempool(conservative);
      case NONE -> {
        Answer one = ofBlocks(target, conservative);
        if (one.estimate().rate().isEmpty()) {
          yield one;
        }
        // Without the second opinion there is no answer, so that nobody overpays unknowingly.
        Answer other = ofMempool(conservative);
        yield other.estimate().rate().isEmpty() || isLower(other, one) ? other : one;
      }
    };
  }

  private static boolean isLower(Answer one, Answer other) {
    FeeRate rate = one.estimate().rate().orElseThrow();
    return rate.compareTo(other.estimate().rate().orElseThrow()) < 0;
  }

  private Answer ofBlocks(int target, boolean conservative) {
    BlockPolicyEstimator.Estimate estimate = blocks.estimate(target, conservative);
    return new Answer(
        new FeeEstimate(
            estimate.rate(),
            estimate.target(),
            estimate.rate().isPresent() ? List.of() : List.of(BlockPolicyEstimator.NO_DATA)),
        Estimator.BLOCK_POLICY);
  }

  private Answer ofMempool(boolean conservative) {
    MempoolPolicyEstimator.Estimate estimate = mempool.estimate(conservative);
    Optional<FeeRate> rate = estimate.rate();
    return new Answer(
        new FeeEstimate(
            rate,
            MempoolPolicyEstimator.TARGET,
            rate.isPresent() ? List.of() : List.of(estimate.error())),
        Estimator.MEMPOOL_POLICY);
  }
}
