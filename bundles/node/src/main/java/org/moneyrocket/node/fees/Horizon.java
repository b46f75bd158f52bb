// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.util.Optional;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * How long transactions of each fee rate took to be confirmed, over one span of time. Time goes in
 * periods of some blocks; every average fades with each block. Not thread-safe.
 */
final class Horizon {
  private static final int MAX_TARGET = 1008;

  private final FeeBuckets buckets;
  private final double decay;
  private final int scale;
  private final int periods;

  /** Confirmed transactions, by bucket. */
  private final double[] confirmed;

  /** Sum of their rates, by bucket. */
  private final double[] rates;

  /** Those that took at most so many periods: by period less one, then by bucket. */
  private final double[][] within;

  /** Those that left unconfirmed after at least so many periods. */
  private final double[][] failed;

  /** Transactions that wait now, by height of their entry modulo the largest target. */
  private final int[][] waiting;

  /** Transactions that wait longer than that. */
  private final int[] waitingLonger;

  /**
   * Makes a horizon that has seen nothing.
   *
   * @param decay what is left of an average after one block, between 0 and 1
   * @param scale blocks per period
   * @param periods how many are told apart
   */
  Horizon(FeeBuckets buckets, double decay, int scale, int periods) {
    this.buckets = buckets;
    this.decay = decay;
    this.scale = scale;
    this.periods = periods;
    int size = buckets.size();
    confirmed = new double[size];
    rates = new double[size];
    within = new double[periods][size];
    failed = new double[periods][size];
    waiting = new int[scale * periods][size];
    waitingLonger = new int[size];
  }

  /** Returns the largest target in blocks it knows anything of. */
  int maxTarget() {
    return scale * periods;
  }

  /** A transaction began to wait. */
  void entered(int height, int bucket) {
    ring(height)[bucket]++;
  }

  /**
   * A transaction waits no more.
   *
   * @param entryHeight height when it came
   * @param now height now
   * @param mined false if it went in another way
   */
  void left(int entryHeight, int now, int bucket, boolean mined) {
    int waited = now == 0 ? 0 : now - entryHeight;
    if (waited < 0) {
      return;
    }
    int[] row = waited >= waiting.length ? waitingLonger : ring(entryHeight);
    if (row[bucket] > 0) {
      row[bucket]--;
    }
    if (!mined) {
      int passed = Math.min(waited / scale, periods);
      for (int i = 0; i < passed; i++) {
        failed[i][bucket]++;
      }
    }
  }

  private int[] ring(int height) {
    return waiting[Math.floorMod(height, waiting.length)];
  }

  /** A block came: what waits longest is no longer told apart, and averages fade. */
  void block(int height) {
    int[] oldest = ring(height);
    for (int i = 0; i < oldest.length; i++) {
      waitingLonger[i] += oldest[i];
      oldest[i] = 0;
    }
    fade(confirmed);
    fade(rates);
    for (int i = 0; i < periods; i++) {
      fade(within[i]);
      fade(failed[i]);
    }
  }

  private void fade(double[] averages) {
    for (int i = 0; i < averages.length; i++) {
      averages[i] *= decay;
    }
  }

  /** A transaction that was waited for got into a block. */
  void confirmed(int blocks, double rate, int bucket) {
    for (int i = periodsOf(blocks) - 1; i < periods; i++) {
      within[i][bucket]++;
    }
    confirmed[bucket]++;
    rates[bucket] += rate;
  }

  private int periodsOf(int blocks) {
    return Math.ceilDiv(blocks, scale);
  }

  /**
   * Looks for the lowest rate at which enough transactions were confirmed in time.
   *
   * @param target blocks, 1 to {@link #maxTarget}
   * @param enough transactions per block that make a range of rates worth looking at
   * @param threshold share of them that must have been in time
   * @param now height of the last block
   */
  RawEstimate search(int target, double enough, double threshold, int now) {
    return new Search(target, enough / (1 - decay), threshold, now).run();
  }

  /** Walks from the highest rates down, a range of buckets at a time. */
  private final class Search {
    private final int target;
    private final double enough;
    private final double threshold;
    private final int now;

    // The range that is being gathered.
    private int top;
    private double inTime;
    private double all;
    private double gone;
    private double stillWaiting;

    private int bestTop = -1;
    private int bestBottom = -1;
    private Optional<RawEstimate.Range> pass = Optional.empty();
    private Optional<RawEstimate.Range> fail = Optional.empty();

    Search(int target, double enough, double threshold, int now) {
      this.target = target;
      this.enough = enough;
      this.threshold = threshold;
      this.now = now;
      this.top = buckets.size() - 1;
    }

    RawEstimate run() {
      double sinceLook = 0;
      boolean gathering = false;
      for (int bucket = buckets.size() - 1; bucket >= 0; bucket--) {
        if (!gathering) {
          top = bucket;
          gathering = true;
        }
        gather(bucket);
        sinceLook += confirmed[bucket];
        if (sinceLook < enough) {
          continue;
        }
        // The next look needs as much again, whatever comes of this one.
        sinceLook = 0;
        if (inTime / (all + gone + stillWaiting) < threshold) {
          if (fail.isEmpty()) {
            fail = Optional.of(range(bucket, top));
          }
        } else {
          fail = Optional.empty();
          pass = Optional.of(range(bucket, top));
          bestTop = top;
          bestBottom = bucket;
          restart();
          gathering = false;
        }
      }
      if (fail.isEmpty() && gathering) {
        // Down here was too little to look at.
        fail = Optional.of(range(0, top));
      }
      return new RawEstimate(
          bestTop < 0 ? RawEstimate.NO_RATE : median(), decay, scale, pass, fail);
    }

    private void gather(int bucket) {
      int period = periodsOf(target) - 1;
      inTime += within[period][bucket];
      all += confirmed[bucket];
      gone += failed[period][bucket];
      for (int age = target; age < maxTarget(); age++) {
        // Heights wrap as Bitcoin Core's unsigned ones do, so that the numbers are the same on
        // chains
        // shorter than the horizon too.
        stillWaiting += waiting[Integer.remainderUnsigned(now - age, waiting.length)][bucket];
      }
      stillWaiting += waitingLonger[bucket];
    }

    private void restart() {
      inTime = 0;
      all = 0;
      gone = 0;
      stillWaiting = 0;
    }

    private RawEstimate.Range range(int low, int high) {
      return new RawEstimate.Range(
          buckets.start(low), buckets.end(high), inTime, all, stillWaiting, gone);
    }

    /** Returns the average rate in the bucket of the range's median transaction. */
    private double median() {
      double half = 0;
      for (int i = bestBottom; i <= bestTop; i++) {
        half += confirmed[i];
      }
      half /= 2;
      for (int i = bestBottom; half > 0 && i <= bestTop; i++) {
        if (confirmed[i] >= half) {
          return rates[i] / confirmed[i];
        }
        half -= confirmed[i];
      }
      return RawEstimate.NO_RATE;
    }
  }

  void write(ByteWriter out) {
    Doubles.write(out, decay);
    out.u32(scale);
    Doubles.write(out, rates);
    Doubles.write(out, confirmed);
    Doubles.write(out, within);
    Doubles.write(out, failed);
  }

  /**
   * Reads what {@link #write} wrote; nothing waits.
   *
   * @throws DecodeException naming what cannot be right
   */
  static Horizon read(ByteReader in, FeeBuckets buckets) throws DecodeException {
    double decay = Doubles.read(in);
    if (!(decay > 0 && decay < 1)) {
      throw new DecodeException("decay must be between 0 and 1 (non-inclusive)");
    }
    long scale = in.u32();
    if (scale == 0) {
      throw new DecodeException("scale must be non-zero");
    }
    int size = buckets.size();
    double[] rates = Doubles.readList(in, size, "fee rate averages");
    double[] confirmed = Doubles.readList(in, size, "transaction counts");
    int periods = in.count(1);
    long target = scale * periods;
    if (target < 1 || target > MAX_TARGET) {
      throw new DecodeException("must track confirms for between 1 and 1008 (one week) blocks");
    }
    Horizon made = new Horizon(buckets, decay, (int) scale, periods);
    System.arraycopy(rates, 0, made.rates, 0, size);
    System.arraycopy(confirmed, 0, made.confirmed, 0, size);
    for (int i = 0; i < periods; i++) {
      made.within[i] = Doubles.readList(in, size, "confirmed averages");
    }
    if (in.count(1) != periods) {
      throw new DecodeException("mismatch in number of periods of failures");
    }
    for (int i = 0; i < periods; i++) {
      made.failed[i] = Doubles.readList(in, size, "failure averages");
    }
    return made;
  }
}
