// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.moneyrocket.node.message.FeeFilter;
import org.moneyrocket.primitives.Amount;

/**
 * Tells peers below which fee rate we want no transactions (BIP133). The rate is one of some 130
 * steps, each a tenth above the one before, and not always the same of two: the exact one would
 * mark the node, on every network it is on. Steps and times are those of Bitcoin Core.
 */
final class FeeFilters {
  private static final int VERSION = 70013;
  private static final long INTERVAL_MICROS = 600_000_000L;
  private static final long CHANGE_MICROS = 300_000_000L;
  private static final double LOWEST_STEP = 50;
  private static final double HIGHEST_STEP = 1e7;
  private static final double SPACING = 1.1;

  private static final TreeSet<Double> STEPS = steps();

  private final PeerMempool mempool;
  private final PeerChain chain;
  private final PeerOptions options;
  private final PeerClock clock;
  private final RandomGenerator random;

  FeeFilters(
      PeerMempool mempool,
      PeerChain chain,
      PeerOptions options,
      PeerClock clock,
      RandomGenerator random) {
    this.mempool = mempool;
    this.chain = chain;
    this.options = options;
    this.clock = clock;
    this.random = random;
  }

  private static TreeSet<Double> steps() {
    TreeSet<Double> steps = new TreeSet<>();
    steps.add(0.0);
    for (double step = LOWEST_STEP; step <= HIGHEST_STEP; step *= SPACING) {
      steps.add(step);
    }
    return steps;
  }

  /** What is sent while we want no transactions at all. */
  static long nothingWanted() {
    return (long) (double) STEPS.last();
  }

  /** Returns the step above a rate or, in two of three cases, the one below that. */
  static long rounded(long satsPerKvb, RandomGenerator random) {
    Double above = STEPS.ceiling((double) satsPerKvb);
    if (above == null) {
      return nothingWanted();
    }
    Double below = STEPS.lower(above);
    return (long) (double) (below != null && random.nextInt(3) != 0 ? below : above);
  }

  void tick(Peer peer) {
    if (options.blocksOnly()
        || peer.commonVersion() < VERSION
        || !peer.kind.relaysTransactions()
        || peer.has(Permission.FORCERELAY)) {
      return;
    }
    long now = clock.micros();
    boolean download = chain.initialBlockDownload();
    if (!download && peer.feeFilterSent == nothingWanted()) {
      peer.nextFeeFilterMicros = 0; // From now on we want transactions.
    }
    boolean due = now > peer.nextFeeFilterMicros;
    boolean mayBecomeDue = now + CHANGE_MICROS < peer.nextFeeFilterMicros;
    if (!due && !mayBecomeDue) {
      return;
    }
    long rate = download ? Amount.MAX_MONEY : mempool.rollingMinimum().satsPerKvb();
    if (due) {
      long sent = Math.max(rounded(rate, random), mempool.minRelayFee().satsPerKvb());
      if (sent != peer.feeFilterSent) {
        peer.send(new FeeFilter(sent));
        peer.feeFilterSent = sent;
      }
      peer.nextFeeFilterMicros =
          now + (long) (-Math.log(1 - random.nextDouble()) * INTERVAL_MICROS);
    } else if (rate < 3 * peer.feeFilterSent / 4 || rate > 4 * peer.feeFilterSent / 3) {
      peer.nextFeeFilterMicros = now + random.nextLong(CHANGE_MICROS);
    }
  }
}
