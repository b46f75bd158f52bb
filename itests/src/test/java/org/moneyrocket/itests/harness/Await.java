// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for something that becomes true in another process. */
public final class Await {
  private static final long STEP_MILLIS = 50;

  private Await() {}

  /**
   * Waits until {@code condition} holds.
   *
   * @param what for the failure: what was waited for
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(STEP_MILLIS);
    }
  }
}
