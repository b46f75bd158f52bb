// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

/** The three spans of time that are looked at. */
public enum EstimateHorizon {
  /** The last two hours or so, block by block. */
  SHORT(12, 1, 0.962, 0.5),
  /** About a day, two blocks at a time. */
  MEDIUM(24, 2, 0.9952, 0.1),
  /** Weeks, four hours at a time. */
  LONG(42, 24, 0.99931, 0.1);

  private final int periods;
  private final int scale;
  private final double decay;
  private final double enough;

  EstimateHorizon(int periods, int scale, double decay, double enough) {
    this.periods = periods;
    this.scale = scale;
    this.decay = decay;
    this.enough = enough;
  }

  Horizon empty(FeeBuckets buckets) {
    return new Horizon(buckets, decay, scale, periods);
  }

  /** Returns how many transactions per block make a range of rates worth looking at. */
  double enough() {
    return enough;
  }
}
