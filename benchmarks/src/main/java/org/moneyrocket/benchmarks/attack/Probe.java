// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody honest who asks again and again and notes the longest wait. A question that fails is
 * asked again, and the wait goes on: only an answer ends it.
 */
abstract class Probe implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private volatile long slowest;
  private volatile long askedAt;
  private volatile int answers;
  private volatile int failures;

  Probe(String name) {
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Asks once and returns with the answer. */
  abstract void ask() throws IOException;

  /** Makes a question that waits fail, from another thread. */
  abstract void interrupt() throws IOException;

  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        askedAt = System.nanoTime();
        while (!answered()) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        note();
      } while (!stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answered() throws InterruptedException {
    try {
      ask();
      return true;
    } catch (IOException e) {
      failures++;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return false;
    }
  }

  private void note() {
    slowest = Math.max(slowest, System.nanoTime() - askedAt);
    askedAt = 0;
    answers++;
  }

  /** Waits for the question under way, so long at most, and tells what was seen. */
  Seen finish(Duration patience) throws InterruptedException {
    stopping.countDown();
    boolean answered = thread.join(patience);
    long since = askedAt;
    long waited = answered || since == 0 ? 0 : System.nanoTime() - since;
    return new Seen(Math.max(slowest, waited) / 1e9, answers, failures, answered);
  }

  @Override
  public void close() throws IOException {
    stopping.countDown();
    thread.interrupt();
    interrupt();
  }
}
