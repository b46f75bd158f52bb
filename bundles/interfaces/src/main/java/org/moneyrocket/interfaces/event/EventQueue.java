// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.event;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.Subscription;

/**
 * One subscription of a one-way listener, made by whoever emits the events. Events are delivered in
 * order, one at a time, on a thread of this subscription; a slow listener never blocks the emitter
 * and never makes it keep more than the window. A listener that falls further behind gets one
 * {@code lagged} in place of what was left out and goes on with what is new.
 *
 * <p>If the listener lives in another process, the same promises are kept by its stand-in, and no
 * thread is used here.
 *
 * @param <L> the listener's contract
 */
public final class EventQueue<L> implements Subscription {
  /** Events a listener may be behind. */
  public static final int WINDOW = 4096;

  private static final System.Logger LOG = System.getLogger("interfaces");
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration WAIT_STEP = Duration.ofMillis(200);

  private final String name;
  private final L listener;
  private final @Nullable RemoteListener remote;
  private final ObjLongConsumer<? super L> lagged;
  private final int window;

  /** Guards everything below. Never held while the listener runs, except for remote ones. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Consumer<? super L>> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private @Nullable Thread delivering;
  private Runnable onClose = () -> {};
  private long made;
  private boolean behind;
  private boolean closed;

  /**
   * @param name name of the delivering thread, with the bundle's prefix: {@code node-chain-events}
   * @param listener whom to deliver to
   * @param lagged how to tell it that events were left out; the number counts the events made for
   *     it so far, those included
   */
  public EventQueue(String name, L listener, ObjLongConsumer<? super L> lagged) {
    this(name, listener, lagged, WINDOW);
  }

  /** As the other one, with a window of {@code window} events. */
  public EventQueue(String name, L listener, ObjLongConsumer<? super L> lagged, int window) {
    this.name = name;
    this.listener = listener;
    this.remote = listener instanceof RemoteListener r ? r : null;
    this.lagged = lagged;
    this.window = window;
  }

  /** Sets what to do once when this ends, for example leave the emitter's list. */
  public EventQueue<L> onClose(Runnable action) {
    boolean now;
    lock.lock();
    try {
      now = closed;
      onClose = action;
    } finally {
      lock.unlock();
    }
    if (now) {
      action.run();
    }
    return this;
  }

  /** Tells whether delivery has ended: closed, or the listener's process is gone. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Delivers {@code event}, soon and on another thread, or leaves it out. Never blocks. */
  public void emit(Consumer<? super L> event) {
    boolean gone;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      made++;
      gone = remote != null ? !send(event) : !enqueue(event);
    } finally {
      lock.unlock();
    }
    if (gone) {
      close();
    }
  }

  /**
   * Delivers {@code event} and waits for room before, so that nothing is left out. For whoever
   * brings one listener up to date from a thread of its own.
   *
   * @return false if delivery has ended
   */
  public boolean emitWaiting(Consumer<? super L> event) throws InterruptedException {
    while (!isClosed()) {
      if (remote != null) {
        try {
          if (!remote.awaitRoom(WAIT_STEP)) {
            continue;
          }
        } catch (RemoteCallException e) {
          close();
          return false;
        }
      } else if (!awaitLocalRoom()) {
        continue;
      }
      emit(event);
      return !isClosed();
    }
    return false;
  }

  private boolean awaitLocalRoom() throws InterruptedException {
    long left = WAIT_STEP.toNanos();
    lock.lock();
    try {
      while (!closed && (waiting.size() >= window || behind)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean send(Consumer<? super L> event) {
    try {
      event.accept(listener);
      return true;
    } catch (RemoteCallException e) {
      if (e.reason() == RemoteCallException.Reason.LOST) {
        return false;
      }
      throw e;
    }
  }

  private boolean enqueue(Consumer<? super L> event) {
    if (behind || waiting.size() >= window) {
      behind = true;
    } else {
      waiting.add(event);
    }
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name(name).start(this::deliver);
    }
    changed.signalAll();
    return true;
  }

  private void deliver() {
    while (true) {
      Consumer<? super L> next;
      lock.lock();
      try {
        delivering = null;
        changed.signalAll();
        while (!closed && waiting.isEmpty() && !behind) {
          changed.awaitUninterruptibly();
        }
        if (closed) {
          return;
        }
        if (waiting.isEmpty()) {
          behind = false;
          long count = made;
          next = target -> lagged.accept(target, count);
        } else {
          next = waiting.remove();
        }
        delivering = Thread.currentThread();
      } finally {
        lock.unlock();
      }
      try {
        next.accept(listener);
      } catch (RuntimeException | Error e) {
        // A listener that throws keeps its subscription: the next event may be the one it needs.
        LOG.log(Level.WARNING, "listener on " + name + " failed", e);
      }
    }
  }

  /**
   * Ends delivery. Waits for a delivery in progress, except when called from within it; gives up
   * waiting after ten seconds, when the listener seems to wait for the caller.
   */
  @Override
  public void close() {
    Runnable action;
    lock.lock();
    try {
      if (closed) {
        awaitEnd();
        return;
      }
      closed = true;
      waiting.clear();
      changed.signalAll();
      action = onClose;
      awaitEnd();
    } finally {
      lock.unlock();
    }
    if (remote != null) {
      remote.endDelivery();
    }
    action.run();
  }

  private void awaitEnd() {
    long left = CLOSE_PATIENCE.toNanos();
    boolean interrupted = false;
    while (delivering != null && delivering != Thread.currentThread()) {
      if (left <= 0) {
        LOG.log(Level.WARNING, "listener on {0} is still busy after its end", name);
        break;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until everything emitted so far was delivered.
   *
   * @return false if that did not happen in time
   */
  public boolean drain(Duration limit) throws InterruptedException {
    if (remote != null) {
      return isClosed() || remote.awaitDelivered(limit);
    }
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!closed && (!waiting.isEmpty() || behind || delivering != null)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "events of " + name;
  }
}
