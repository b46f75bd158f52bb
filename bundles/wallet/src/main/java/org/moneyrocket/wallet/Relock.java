// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Locks a wallet again when its time is over. Safe for several threads. Each appointment has a
 * number: one that is being kept just when another is made in its place locks nothing.
 */
final class Relock {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final ScheduledExecutorService timer;

  /** What an appointment does. */
  @FunctionalInterface
  interface Action {
    /**
     * Locks the wallet.
     *
     * @param due tells, under the wallet's lock, whether the appointment still holds
     * @return false if locking has to wait, for work that needs the keys
     */
    boolean lock(BooleanSupplier due);
  }

  private final Action action;
  private @Nullable ScheduledFuture<?> pending;
  private long unlockedUntil;
  private long appointment;

  Relock(ScheduledExecutorService timer, Action action) {
    this.timer = timer;
    this.action = action;
  }

  /**
   * Locks after {@code time}, in place of an earlier appointment. Called with the wallet's lock
   * held, under which an appointment is kept.
   *
   * @param until the same moment by the node's clock, in seconds since 1970
   */
  synchronized void schedule(Duration time, long until) {
    cancel();
    unlockedUntil = until;
    long number = appointment;
    pending = timer.schedule(() -> fire(number), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns when the wallet will be locked, in seconds since 1970; 0 if it is not unlocked. */
  synchronized long unlockedUntil() {
    return unlockedUntil;
  }

  synchronized void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
    appointment++;
    unlockedUntil = 0;
  }

  private synchronized boolean isDue(long number) {
    return number == appointment;
  }

  private void fire(long number) {
    boolean done = action.lock(() -> isDue(number));
    synchronized (this) {
      if (number != appointment) {
        return;
      }
      if (done) {
        pending = null;
        unlockedUntil = 0;
      } else {
        pending = timer.schedule(() -> fire(number), RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
