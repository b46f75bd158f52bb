// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Txid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates fee rates from how long transactions took from the mempool into a block. Thread-safe.
 */
public final class BlockPolicyEstimator {
  /** Largest confirmation target in blocks. */
  public static final int MAX_TARGET = 1008;

  /** What is answered while too little is known. */
  public static final String NO_DATA = "Insufficient data or no feerate found";

  /** Version of the file's layout; no other is read. */
  private static final int FILE_VERSION = 309_900;

  /** A file's own history counts as long as it is not older than this many blocks. */
  private static final int OLDEST_HISTORY = 6 * MAX_TARGET;

  private static final double HALF_TARGET_SHARE = 0.6;
  private static final double TARGET_SHARE = 0.85;
  private static final double DOUBLE_TARGET_SHARE = 0.95;
  private static final Logger log = LoggerFactory.getLogger("estimatefee");

  /** A transaction of the mempool whose confirmation is waited for. */
  private record Tracked(int height, int bucket) {}

  /** A transaction that went into a block. */
  public record Confirmed(Txid txid, FeeRate rate) {}

  private FeeBuckets buckets = FeeBuckets.standard();
  private final Map<EstimateHorizon, Horizon> horizons = new EnumMap<>(EstimateHorizon.class);
  private final Map<Txid, Tracked> tracked = new HashMap<>();
  private int best;
  private int first;
  private int historicalFirst;
  private int historicalBest;
  private int counted;
  private int passedOver;

  /** Makes one that has seen nothing. */
  public BlockPolicyEstimator() {
    for (EstimateHorizon horizon : EstimateHorizon.values()) {
      horizons.put(horizon, horizon.empty(buckets));
    }
  }

  private Horizon horizon(EstimateHorizon which) {
    Horizon found = horizons.get(which);
    if (found == null) {
      throw new IllegalStateException("no horizon " + which);
    }
    return found;
  }

  // ---- what happens

  /**
   * A transaction came into the mempool.
   *
   * @param height of the tip when it came
   * @param meaningful whether its way into a block will tell about its fee: it has no parents to
   *     pay for it, it came by itself, and the chain was up to date
   */
  public synchronized void added(Txid txid, FeeRate rate, int height, boolean meaningful) {
    if (tracked.containsKey(txid)) {
      log.debug("Blockpolicy error mempool tx {} already being tracked", txid);
      return;
    }
    if (height != best) {
      // It is not known when the next block counts for it: a reorganization, or catching up.
      return;
    }
    if (!meaningful) {
      passedOver++;
      return;
    }
    counted++;
    int bucket = buckets.indexOf(rate.satsPerKvb());
    tracked.put(txid, new Tracked(height, bucket));
    horizons.values().forEach(horizon -> horizon.entered(height, bucket));
  }

  /** A transaction left the mempool, but not into a block. */
  public synchronized void removed(Txid txid) {
    forget(txid, false);
  }

  private Optional<Tracked> forget(Txid txid, boolean mined) {
    Tracked known = tracked.remove(txid);
    if (known == null) {
      return Optional.empty();
    }
    horizons.values().forEach(h -> h.left(known.height(), best, known.bucket(), mined));
    return Optional.of(known);
  }

  /** A block took transactions out of the mempool. */
  public synchronized void block(List<Confirmed> transactions, int height) {
    if (height <= best) {
      // Side chains and what is connected again after a reorganization tell nothing new.
      return;
    }
    best = height;
    horizons.values().forEach(horizon -> horizon.block(height));
    int recorded = 0;
    for (Confirmed transaction : transactions) {
      Optional<Tracked> known = forget(transaction.txid(), true);
      if (known.isPresent() && height > known.get().height()) {
        int blocks = height - known.get().height();
        double rate = transaction.rate().satsPerKvb();
        int bucket = buckets.indexOf(rate);
        horizons.values().forEach(horizon -> horizon.confirmed(blocks, rate, bucket));
        recorded++;
      }
    }
    if (first == 0 && recorded > 0) {
      first = best;
      log.debug("Blockpolicy first recorded height {}", first);
    }
    log.debug(
        "Blockpolicy estimates updated by {} of {} block txs, since last block {} of {} tracked,"
            + " mempool map size {}, max target {} from {}",
        recorded,
        transactions.size(),
        counted,
        counted + passedOver,
        tracked.size(),
        maxUsableTarget(),
        historicalSpan() > span() ? "historical" : "current");
    counted = 0;
    passedOver = 0;
  }

  /** Counts everything that still waits as not confirmed; before the end. */
  public synchronized void giveUpWaiting() {
    int waiting = tracked.size();
    List.copyOf(tracked.keySet()).forEach(txid -> forget(txid, false));
    log.debug("Recorded {} unconfirmed txs from mempool", waiting);
  }

  // ---- what is estimated

  /** An estimate: a rate, empty if there is too little data, for a target in blocks. */
  public record Estimate(Optional<FeeRate> rate, int target) {}

  /** Returns the largest target a horizon knows of. */
  public synchronized int maxTarget(EstimateHorizon which) {
    return horizon(which).maxTarget();
  }

  /**
   * Estimates the rate for a confirmation within {@code target} blocks.
   *
   * @param conservative whether longer spans of time count too
   */
  public synchronized Estimate estimate(int target, boolean conservative) {
    if (target < 1 || target > horizon(EstimateHorizon.LONG).maxTarget()) {
      return new Estimate(Optional.empty(), target);
    }
    // Nobody can be sure of the very next block.
    int reached = Math.min(Math.max(2, target), maxUsableTarget());
    if (reached <= 1) {
      return new Estimate(Optional.empty(), reached);
    }
    double rate = combined(reached / 2, HALF_TARGET_SHARE, true);
    rate = Math.max(rate, combined(reached, TARGET_SHARE, true));
    rate = Math.max(rate, combined(2 * reached, DOUBLE_TARGET_SHARE, !conservative));
    if (conservative || rate < 0) {
      rate = Math.max(rate, overLongerSpans(2 * reached));
    }
    return new Estimate(
        rate < 0 ? Optional.empty() : Optional.of(new FeeRate(Math.round(rate))), reached);
  }

  /** Asks the shortest horizon that knows the target; shorter ones may say a lower rate. */
  private double combined(int target, double share, boolean lowerFromShorter) {
    Horizon shortest = horizon(EstimateHorizon.SHORT);
    Horizon medium = horizon(EstimateHorizon.MEDIUM);
    if (target < 1 || target > horizon(EstimateHorizon.LONG).maxTarget()) {
      return RawEstimate.NO_RATE;
    }
    if (target <= shortest.maxTarget()) {
      return search(EstimateHorizon.SHORT, target, share);
    }
    boolean isMedium = target <= medium.maxTarget();
    double rate = search(isMedium ? EstimateHorizon.MEDIUM : EstimateHorizon.LONG, target, share);
    if (lowerFromShorter) {
      if (!isMedium) {
        rate = lower(rate, search(EstimateHorizon.MEDIUM, medium.maxTarget(), share));
      }
      rate = lower(rate, search(EstimateHorizon.SHORT, shortest.maxTarget(), share));
    }
    return rate;
  }

  private static double lower(double known, double other) {
    return other > 0 && (known < 0 || other < known) ? other : known;
  }

  private double overLongerSpans(int target) {
    double rate = RawEstimate.NO_RATE;
    if (target <= horizon(EstimateHorizon.SHORT).maxTarget()) {
      rate = search(EstimateHorizon.MEDIUM, target, DOUBLE_TARGET_SHARE);
    }
    if (target <= horizon(EstimateHorizon.MEDIUM).maxTarget()) {
      rate = Math.max(rate, search(EstimateHorizon.LONG, target, DOUBLE_TARGET_SHARE));
    }
    return rate;
  }

  private double search(EstimateHorizon which, int target, double share) {
    return horizon(which).search(target, which.enough(), share, best).rate();
  }

  /**
   * Returns what one horizon says.
   *
   * @return empty if it does not know the target
   */
  public synchronized Optional<RawEstimate> raw(
      EstimateHorizon which, int target, double threshold) {
    Horizon horizon = horizon(which);
    return target < 1 || target > horizon.maxTarget()
        ? Optional.empty()
        : Optional.of(horizon.search(target, which.enough(), threshold, best));
  }

  private int span() {
    return first == 0 ? 0 : best - first;
  }

  private int historicalSpan() {
    return historicalFirst == 0 || best - historicalBest > OLDEST_HISTORY
        ? 0
        : historicalBest - historicalFirst;
  }

  private int maxUsableTarget() {
    return Math.min(
        horizon(EstimateHorizon.LONG).maxTarget(), Math.max(span(), historicalSpan()) / 2);
  }

  // ---- what is kept

  /** Writes all but what waits now. */
  public synchronized void write(ByteWriter out) {
    out.i32(FILE_VERSION).u32(best);
    if (span() > historicalSpan() / 2) {
      out.u32(first).u32(best);
    } else {
      out.u32(historicalFirst).u32(historicalBest);
    }
    Doubles.write(out, buckets.bounds());
    horizon(EstimateHorizon.MEDIUM).write(out);
    horizon(EstimateHorizon.SHORT).write(out);
    horizon(EstimateHorizon.LONG).write(out);
  }

  /**
   * Reads what {@link #write} wrote in the place of what is known.
   *
   * @throws DecodeException if it cannot be used; then nothing has changed
   */
  public synchronized void read(ByteReader in) throws DecodeException {
    int version = in.i32();
    if (version != FILE_VERSION) {
      throw new DecodeException(
          "wrong version " + version + " of the fee estimation file, " + FILE_VERSION + " needed");
    }
    int lastSeen = height(in);
    int from = height(in);
    int to = height(in);
    if (from > to || to > lastSeen) {
      throw new DecodeException("Corrupt estimates file. Historical block range is invalid");
    }
    int count = in.count(Double.BYTES);
    if (count < FeeBuckets.LEAST || count > FeeBuckets.MOST) {
      throw new DecodeException(
          "Corrupt estimates file. Must have between 2 and 1000 feerate buckets");
    }
    FeeBuckets read = new FeeBuckets(Doubles.readMany(in, count));
    Horizon medium = Horizon.read(in, read);
    Horizon shortest = Horizon.read(in, read);
    Horizon longest = Horizon.read(in, read);
    buckets = read;
    tracked.clear();
    horizons.put(EstimateHorizon.MEDIUM, medium);
    horizons.put(EstimateHorizon.SHORT, shortest);
    horizons.put(EstimateHorizon.LONG, longest);
    best = lastSeen;
    historicalFirst = from;
    historicalBest = to;
  }

  private static int height(ByteReader in) throws DecodeException {
    long height = in.u32();
    if (height > Integer.MAX_VALUE) {
      throw new DecodeException("height " + height + " is out of range");
    }
    return (int) height;
  }
}
