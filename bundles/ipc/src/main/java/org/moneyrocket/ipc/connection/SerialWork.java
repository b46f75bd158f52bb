// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does one thing after the other on a thread that ends when there is nothing to do. */
final class SerialWork {
  private final ThreadPoolExecutor executor;
  private volatile @Nullable Thread worker;

  SerialWork(String threadName) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> Thread.ofPlatform().daemon().name(threadName).unstarted(work));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Tells whether the calling thread is the one that does the work. */
  boolean isOwnThread() {
    return Thread.currentThread().equals(worker);
  }

  void run(Runnable work) {
    executor.execute(
        () -> {
          worker = Thread.currentThread();
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            CallLog.LOG.error("listener of a connection failed", e);
          }
        });
  }
}
