// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

/** Tokens that come back at a steady rate and of which so many can be saved up. */
final class TokenBucket {
  private final double perSecond;
  private final double cap;
  private double tokens;
  private long filledMicros = Long.MIN_VALUE;

  TokenBucket(double perSecond, double tokens, double cap) {
    this.perSecond = perSecond;
    this.cap = cap;
    this.tokens = Math.min(tokens, cap);
  }

  /** Adds what has come since the last call; the first one only sets the clock. */
  void fill(long now) {
    if (now > filledMicros && filledMicros != Long.MIN_VALUE) {
      tokens = Math.min(cap, tokens + perSecond * (now - filledMicros) / 1e6);
    }
    filledMicros = now;
  }

  /**
   * Takes tokens, even if there are not so many.
   *
   * @return whether more than {@code floor} are left
   */
  boolean take(double count, double floor) {
    tokens -= count;
    return tokens > floor;
  }

  double tokens() {
    return tokens;
  }
}
