// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

/** How long to wait before the next try: short first, longer while it keeps failing. */
final class BackOff {
  private final long firstMillis;
  private final long lastMillis;
  private final long healthyMillis;
  private long nextMillis;

  /**
   * Makes a back-off.
   *
   * @param healthyMillis after a run of this length the next wait is short again
   */
  BackOff(long firstMillis, long lastMillis, long healthyMillis) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.healthyMillis = healthyMillis;
    this.nextMillis = firstMillis;
  }

  /** Returns the wait after a run that took {@code ranMillis}. */
  long after(long ranMillis) {
    if (ranMillis >= healthyMillis) {
      nextMillis = firstMillis;
    }
    long wait = nextMillis;
    nextMillis = Math.min(lastMillis, nextMillis * 2);
    return wait;
  }
}
