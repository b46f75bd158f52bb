// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.swing.SwingUtilities;

/** Acts on the event thread, as a user does, and waits for what follows. */
public final class EventThread {
  private static final long LIMIT_NANOS = 10_000_000_000L;

  private EventThread() {}

  /** Runs {@code action} on the event thread and waits for its end. */
  public static void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  /** Gets a value on the event thread. */
  public static <T> T call(Callable<T> call) {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try {
      SwingUtilities.invokeAndWait(
          () -> {
            try {
              result.set(call.call());
            } catch (Exception e) {
              failure.set(e);
            }
          });
    } catch (InterruptedException | java.lang.reflect.InvocationTargetException e) {
      throw new AssertionError("the event thread failed", e);
    }
    if (failure.get() != null) {
      throw new AssertionError("the event thread failed", failure.get());
    }
    return result.get();
  }

  /** Waits until {@code condition}, asked on the event thread, is true. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!call(condition::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
