// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs small tasks at their time, one after the other, on the thread {@code scheduler}. Tests may
 * bring all of them forward. Safe for every thread.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Thread thread;
  private long order;
  private boolean closed;

  private record Task(long dueNanos, long order, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      // By difference: nanoTime may wrap around.
      int byTime = Long.signum(dueNanos - other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Makes one whose thread bears a name. */
  public Scheduler(String name) {
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Runs {@code action} once after {@code delay}. */
  public void after(Duration delay, Runnable action) {
    lock.lock();
    try {
      tasks.add(new Task(System.nanoTime() + delay.toNanos(), order++, action));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code action} again and again, {@code period} after it ended. */
  public void every(Duration period, Runnable action) {
    after(
        period,
        () -> {
          try {
            action.run();
          } finally {
            every(period, action);
          }
        });
  }

  /** Makes all tasks due that much earlier. */
  public void bringForward(Duration by) {
    lock.lock();
    try {
      List<Task> all = new ArrayList<>(tasks);
      tasks.clear();
      for (Task task : all) {
        tasks.add(new Task(task.dueNanos - by.toNanos(), task.order, task.action));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    log.info("scheduler thread start");
    while (true) {
      Optional<Runnable> next = awaitNext();
      if (next.isEmpty()) {
        break;
      }
      try {
        next.get().run();
      } catch (RuntimeException e) {
        // One task that fails must not take the others along.
        log.error("A scheduled task failed", e);
      }
    }
    log.info("scheduler thread exit");
  }

  /** Waits for the next task; empty at the end. */
  private Optional<Runnable> awaitNext() {
    lock.lock();
    try {
      while (!closed) {
        Task first = tasks.peek();
        long left = first == null ? Long.MAX_VALUE : first.dueNanos - System.nanoTime();
        if (left <= 0) {
          return Optional.of(tasks.remove().action);
        }
        left = changed.awaitNanos(left);
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      log.debug("the scheduler was interrupted");
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread after the task that is running; the others are forgotten. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
