// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one timer thread of all connections. What it runs never blocks. It ends by itself when there
 * is nothing to wait for.
 */
final class Timers {
  private static final ScheduledThreadPoolExecutor TIMER = make();

  private Timers() {}

  private static ScheduledThreadPoolExecutor make() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().daemon().name("ipc-timer").unstarted(work));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  static ScheduledFuture<?> after(Duration delay, Runnable work) {
    return TIMER.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static ScheduledFuture<?> every(Duration pause, Runnable work) {
    return TIMER.scheduleWithFixedDelay(
        () -> goOn(work), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  // One round that fails, for lack of memory perhaps, would silently be the last.
  private static void goOn(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      CallLog.LOG.error("a regular task of a connection failed", e);
    }
  }
}
