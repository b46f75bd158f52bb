// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.moneyrocket.primitives.FeeRate;

/**
 * The fee rate that a full mempool asks for: raised by what had to go for lack of room, falling by
 * half in twelve hours once a block has come since. Guarded by the mempool's lock.
 */
final class RollingMinimum {
  private static final double HALF_LIFE_SECONDS = 12 * 3600;
  private static final int STEP_SECONDS = 10;

  private final FeeRate incremental;
  private double rate;
  private boolean blockSinceRaise;
  private long lastUpdate;

  RollingMinimum(FeeRate incremental, long now) {
    this.incremental = incremental;
    this.lastUpdate = now;
  }

  /** Something that paid {@code removed} had to go. */
  void raise(FeeRate removed) {
    if (removed.satsPerKvb() > rate) {
      rate = removed.satsPerKvb();
      blockSinceRaise = false;
    }
  }

  void blockConnected(long now) {
    lastUpdate = now;
    blockSinceRaise = true;
  }

  /**
   * Returns the present minimum.
   *
   * @param usage bytes in use
   * @param limit bytes allowed
   */
  FeeRate current(long now, long usage, long limit) {
    if (!blockSinceRaise || rate == 0) {
      return new FeeRate(Math.round(rate));
    }
    if (now > lastUpdate + STEP_SECONDS) {
      double halfLife = HALF_LIFE_SECONDS;
      if (usage < limit / 4) {
        halfLife /= 4;
      } else if (usage < limit / 2) {
        halfLife /= 2;
      }
      rate /= Math.pow(2.0, (now - lastUpdate) / halfLife);
      lastUpdate = now;
      if (rate < incremental.satsPerKvb() / 2.0) {
        rate = 0;
        return FeeRate.ZERO;
      }
    }
    return new FeeRate(Math.max(Math.round(rate), incremental.satsPerKvb()));
  }
}
