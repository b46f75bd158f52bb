// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a process ends: halts the virtual machine when the orderly end takes longer than
 * it may, and asks for that end when the process that started this one is gone. Waits for nobody
 * else; its thread runs from the beginning, since later there may be no memory for one.
 */
final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private static final long PARENT_MILLIS = 200;

  /** How long the log may take to note what kept the process; the log may be what keeps it. */
  private static final long LAST_WORDS_MILLIS = 100;

  private static final int FRAMES = 12;

  private final Supplier<OptionalLong> parent;
  private final OptionalLong firstParent;
  private final Runnable whenOrphaned;
  private final Runnable halt;

  /** Guards the fields below. */
  private final Object lock = new Object();

  private long deadline;
  private Duration limit = Duration.ZERO;
  private boolean armed;
  private boolean orphaned;

  /**
   * Starts to watch.
   *
   * @param parent gives the process id of this process's parent now
   * @param firstParent the parent that decides when this process ends, empty if none does
   * @param whenOrphaned run once, on the watchdog's thread, when there is another parent than that
   * @param halt ends the virtual machine at once
   */
  Watchdog(
      Supplier<OptionalLong> parent,
      OptionalLong firstParent,
      Runnable whenOrphaned,
      Runnable halt) {
    this.parent = parent;
    this.firstParent = firstParent;
    this.whenOrphaned = whenOrphaned;
    this.halt = halt;
    Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
  }

  /** Returns the process id of this process's parent now, empty if the system does not tell. */
  static OptionalLong currentParent() {
    return ProcessHandle.current().parent().stream().mapToLong(ProcessHandle::pid).findFirst();
  }

  /** Halts the process when {@code most} has passed; of several limits the earliest counts. */
  void arm(Duration most) {
    synchronized (lock) {
      long until = System.nanoTime() + most.toNanos();
      if (!armed || until - deadline < 0) {
        deadline = until;
        limit = most;
      }
      armed = true;
      lock.notifyAll();
    }
  }

  /** Takes all limits back. */
  void disarm() {
    synchronized (lock) {
      armed = false;
      lock.notifyAll();
    }
  }

  private void watch() {
    try {
      while (!isOver()) {
        if (!orphaned && isOrphan()) {
          orphaned = true;
          tellOrphaned();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      log.debug("no longer watching", e);
    }
  }

  private void tellOrphaned() {
    try {
      whenOrphaned.run();
    } catch (RuntimeException | Error e) {
      // The limit it has set counts all the same.
      log.error("The loss of the parent could not be told", e);
    }
  }

  /** Waits for the next look; true if the time is up, and then the process is halted. */
  @SuppressWarnings("WaitNotInLoop") // the caller is the loop
  private boolean isOver() throws InterruptedException {
    Duration passed;
    synchronized (lock) {
      long left = armed ? deadline - System.nanoTime() : Long.MAX_VALUE;
      if (left > 0) {
        long millis = left / 1_000_000 + 1;
        lock.wait(firstParent.isPresent() && !orphaned ? Math.min(PARENT_MILLIS, millis) : millis);
        return false;
      }
      passed = limit;
    }
    try {
      lastWords(passed);
    } finally {
      halt.run();
    }
    return true;
  }

  private boolean isOrphan() {
    OptionalLong now = parent.get();
    return firstParent.isPresent() && now.isPresent() && !now.equals(firstParent);
  }

  private static void lastWords(Duration passed) throws InterruptedException {
    Thread writer =
        Thread.ofPlatform()
            .daemon()
            .name("watchdog-log")
            .start(
                () ->
                    log.error(
                        "This process has not ended within {} ms and is cut off. {}",
                        passed.toMillis(),
                        whatKeepsIt()));
    writer.join(LAST_WORDS_MILLIS);
  }

  /** Says where the thread is that stops the bundles, and those that tell them of the end. */
  private static String whatKeepsIt() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isTelling(entry.getKey().getName()))
        .map(Watchdog::describe)
        .collect(Collectors.joining("; "));
  }

  private static boolean isTelling(String thread) {
    return thread.equals("main") || (thread.startsWith("ipc-") && thread.endsWith("-events"));
  }

  private static String describe(Map.Entry<Thread, StackTraceElement[]> entry) {
    return entry.getKey().getName()
        + " is at "
        + Arrays.stream(entry.getValue())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
  }
}
