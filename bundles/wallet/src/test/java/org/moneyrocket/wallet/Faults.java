// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.moneyrocket.wallet.store.StoreException;

/** Lets the nth step of something fail, once. Safe for threads. */
public final class Faults {
  private static final int OFF = 0;
  private static final int FAILED = -1;

  /** Steps until the one that fails. */
  private final AtomicInteger left = new AtomicInteger(OFF);

  private volatile Predicate<Thread> counted = thread -> true;
  private volatile boolean forGood;
  private volatile Consumer<String> watcher = step -> {};

  /** Makes the step of this thread fail that comes after {@code n - 1} others of it. */
  public void failAt(int n) {
    Thread caller = Thread.currentThread();
    set(n, caller::equals, false);
  }

  /** Makes the step of other threads fail that comes after {@code n - 1} others of them. */
  public void failElsewhereAt(int n) {
    Thread caller = Thread.currentThread();
    set(n, thread -> !thread.equals(caller), false);
  }

  /** As {@link #failElsewhereAt}, and all later ones fail as well. */
  public void failElsewhereFrom(int n) {
    Thread caller = Thread.currentThread();
    set(n, thread -> !thread.equals(caller), true);
  }

  /** Tells of each step that any thread is about to do, before it is done. */
  public void watch(Consumer<String> listener) {
    watcher = listener;
  }

  private void set(int n, Predicate<Thread> threads, boolean lasting) {
    left.set(OFF);
    counted = threads;
    forGood = lasting;
    left.set(n);
  }

  /** Ends that; returns whether a step failed. */
  public boolean end() {
    return left.getAndSet(OFF) == FAILED;
  }

  /** Counts a step, or fails it. */
  void count(String what) {
    watcher.accept(what);
    if (!counted.test(Thread.currentThread())) {
      return;
    }
    int before = left.getAndUpdate(n -> n > 1 ? n - 1 : n == 1 ? FAILED : n);
    if (before == 1 || (before == FAILED && forGood)) {
      throw new StoreException("failing on purpose: " + what, new IllegalStateException(what));
    }
  }
}
