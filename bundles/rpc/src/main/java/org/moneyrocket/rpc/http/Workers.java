// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of platform threads that work on requests, and a number of places for requests
 * that wait for them.
 */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger("http");

  /** How long no worker may have taken up a request before those outside the queue are refused. */
  private static final long STANDSTILL_NANOS = 400_000_000L;

  private final int threads;
  private final ThreadPoolExecutor pool;
  private final Runnable whenTakenUp;

  /** Places for requests that no worker has taken up yet. */
  private final Semaphore places;

  /** Requests that workers are busy with. */
  private final AtomicInteger working = new AtomicInteger();

  private volatile long lastTakenUp = System.nanoTime();

  /**
   * Makes workers.
   *
   * @param queueDepth how many requests may wait
   * @param whenTakenUp told whenever there is a place again
   */
  Workers(int threads, int queueDepth, Runnable whenTakenUp) {
    this.threads = threads;
    this.places = new Semaphore(queueDepth);
    this.whenTakenUp = whenTakenUp;
    this.pool =
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), names());
  }

  private static ThreadFactory names() {
    AtomicInteger number = new AtomicInteger();
    return task ->
        Thread.ofPlatform()
            .name("httpworker." + number.getAndIncrement())
            .daemon(true)
            .unstarted(task);
  }

  /** What became of a piece of work. */
  enum Taken {
    YES,
    NO_PLACE,
    /** There will not be a thread for it. */
    NEVER
  }

  /**
   * Has a worker do something.
   *
   * @param work throws nothing
   */
  Taken submit(Runnable work) {
    if (!places.tryAcquire()) {
      return Taken.NO_PLACE;
    }
    try {
      pool.execute(() -> run(work));
      return Taken.YES;
    } catch (RejectedExecutionException e) {
      places.release();
      return Taken.NEVER;
    } catch (Error e) {
      places.release();
      log.error("No worker can be started for a request", e);
      return Taken.NEVER;
    }
  }

  private void run(Runnable work) {
    lastTakenUp = System.nanoTime();
    working.incrementAndGet();
    places.release();
    try {
      whenTakenUp.run();
      work.run();
    } finally {
      working.decrementAndGet();
    }
  }

  /**
   * Tells whether all workers have been held up for a while. One without a request is about to take
   * one up, even if that has not happened for long.
   */
  boolean standStill() {
    return working.get() >= threads && System.nanoTime() - lastTakenUp >= STANDSTILL_NANOS;
  }

  /** Takes no more work; false if some is not done in time, and then interrupts it. */
  boolean stop(long seconds) {
    pool.shutdown();
    try {
      if (pool.awaitTermination(seconds, TimeUnit.SECONDS)) {
        return true;
      }
      pool.shutdownNow();
      return false;
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
