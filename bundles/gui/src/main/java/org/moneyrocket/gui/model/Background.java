// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where contracts are called and where answers hop to the event thread. Calls run on
 * a few platform threads, since a call may go to another process.
 */
public final class Background implements AutoCloseable {
  /** A wallet that loads or rescans may keep several busy for long. */
  private static final int THREADS = 8;

  private static final long IDLE_SECONDS = 30;
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final ExecutorService pool;

  public Background() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "gui-model-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  /**
   * Runs {@code call} on a thread of the pool, then one of the others on the event thread.
   *
   * @param done gets the result
   * @param failed gets the reason why there is none
   */
  public <T> void run(Callable<T> call, Consumer<T> done, Consumer<Problem> failed) {
    try {
      pool.execute(
          () -> {
            try {
              T result = call.call();
              SwingUtilities.invokeLater(() -> done.accept(result));
            } catch (Exception e) {
              log.debug("A call of the window failed", e);
              Problem problem = Problem.of(e);
              SwingUtilities.invokeLater(() -> failed.accept(problem));
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("The window is closing, a call is not made any more");
    }
  }

  /** Runs {@code task} on the event thread, soon. */
  public static void onEventThread(Runnable task) {
    SwingUtilities.invokeLater(task);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
