// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.call;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives calls a time limit. When it passes, the calling thread is interrupted; a call in another
 * process is cancelled there. The thread is not left interrupted afterwards, unless somebody else
 * interrupted it.
 */
public final class Deadline {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Thread thread = Thread.currentThread();

  /** Guarded by this. */
  private boolean over;

  /** Guarded by this. */
  private boolean expired;

  private Deadline() {}

  /**
   * Some work with contract calls.
   *
   * @param <V> what it gives
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Work<V, E extends Exception> {
    V run() throws E;
  }

  /**
   * Runs {@code work} on the calling thread and interrupts it after {@code limit}.
   *
   * @return the result, even if it came too late
   * @throws DeadlineExceededException if the work failed after the limit
   */
  public static <V, E extends Exception> V within(Duration limit, Work<V, E> work) throws E {
    Deadline deadline = new Deadline();
    ScheduledFuture<?> alarm =
        TIMER.schedule(deadline::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
    boolean late = false;
    V result;
    try {
      result = work.run();
    } catch (Throwable t) {
      late = deadline.end();
      alarm.cancel(false);
      if (late && t instanceof Exception) {
        throw new DeadlineExceededException("no answer within " + limit.toMillis() + " ms", t);
      }
      throw t;
    }
    deadline.end();
    alarm.cancel(false);
    return result;
  }

  private synchronized void expire() {
    if (!over) {
      expired = true;
      thread.interrupt();
    }
  }

  /** After this no interruption comes any more, and one that came is taken back. */
  private synchronized boolean end() {
    over = true;
    if (expired) {
      Thread.interrupted();
    }
    return expired;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().daemon().name("interfaces-deadline").unstarted(work));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
