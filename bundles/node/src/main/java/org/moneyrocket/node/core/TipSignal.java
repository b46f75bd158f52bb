// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.chain.BlockRef;

/** Where callers wait for a new tip. Safe for every thread. */
public final class TipSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable BlockRef tip;
  private boolean ended;

  /** Tells the tip. May be called with the chain lock held. */
  public void set(BlockRef newTip) {
    lock.lock();
    try {
      tip = newTip;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who wait, and all who will: the node ends. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether {@link #end} was called. */
  public boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who wait so that they look at their condition again. */
  public void poke() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the tip as it was told last. */
  public Optional<BlockRef> tip() {
    lock.lock();
    try {
      return Optional.ofNullable(tip);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the tip is as wanted.
   *
   * @param patience longest wait; zero or less for ever
   * @return the tip at the end of the wait, wanted or not; empty before there is one
   */
  public Optional<BlockRef> await(Predicate<BlockRef> wanted, Duration patience) {
    boolean forever = patience.isZero() || patience.isNegative();
    long deadline = System.nanoTime() + (forever ? 0 : patience.toNanos());
    lock.lock();
    try {
      while (!ended && (tip == null || !wanted.test(tip))) {
        if (forever) {
          changed.await();
        } else {
          long left = deadline - System.nanoTime();
          if (left <= 0 || changed.awaitNanos(left) <= 0) {
            break;
          }
        }
      }
      return Optional.ofNullable(tip);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.ofNullable(tip);
    } finally {
      lock.unlock();
    }
  }
}
