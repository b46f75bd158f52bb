// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Locks a wallet again when its time is over. Safe for several threads. */
final class Relock {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final ScheduledExecutorService timer;

  /** Locks the wallet; false if that has to wait, for a scan that needs the keys. */
  private final java.util.function.BooleanSupplier action;

  private @Nullable ScheduledFuture<?> pending;
  private long unlockedUntil;

  Relock(ScheduledExecutorService timer, java.util.function.BooleanSupplier action) {
    this.timer = timer;
    this.action = action;
  }

  /**
   * Locks after {@code time}, in place of an earlier appointment.
   *
   * @param until the same moment by the node's clock, in seconds since 1970
   */
  synchronized void schedule(Duration time, long until) {
    cancel();
    unlockedUntil = until;
    pending = timer.schedule(this::fire, time.toMillis(), TimeUnit.MILLISECONDS);
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
    unlockedUntil = 0;
  }

  private void fire() {
    boolean done = action.getAsBoolean();
    synchronized (this) {
      if (done) {
        pending = null;
        unlockedUntil = 0;
      } else {
        pending = timer.schedule(this::fire, RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
