// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.ChainListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers chain events on one thread. */
final class EventQueue implements ChainEvents, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

  /** Guards everything below. Taken last; nothing else is taken while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition added = lock.newCondition();
  private final Condition done = lock.newCondition();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private long sequence;
  private long announced;
  private long delivered;
  private boolean closed;

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Thread thread;

  EventQueue() {
    thread = new Thread(this::deliver, "kernel-events");
    thread.setDaemon(true);
    thread.start();
  }

  /** A listener and whether it still listens. */
  private final class Subscription implements Handle {
    private final ChainListener listener;
    private final ReentrantLock delivering = new ReentrantLock();
    private boolean active = true;

    Subscription(ChainListener listener) {
      this.listener = listener;
    }

    void begin() {
      delivering.lock();
      try {
        if (active) {
          subscriptions.add(this);
        }
      } finally {
        delivering.unlock();
      }
    }

    void tell(Consumer<ChainListener> event) {
      delivering.lock();
      try {
        if (active) {
          event.accept(listener);
        }
      } catch (RuntimeException | Error e) {
        // Whatever one listener does, the others and the chain go on.
        log.error("a listener for chain events failed", e);
      } finally {
        delivering.unlock();
      }
    }

    @Override
    public void close() {
      subscriptions.remove(this);
      // A listener may close its own subscription: the lock is reentrant.
      delivering.lock();
      try {
        active = false;
      } finally {
        delivering.unlock();
      }
    }
  }

  @Override
  public Handle subscribe(ChainListener listener) {
    Subscription subscription = new Subscription(listener);
    // Events that are waiting happened before; they are not for the new listener.
    post(subscription::begin);
    return subscription;
  }

  /** Tells whether anybody listens or may soon do so. */
  boolean hasListeners() {
    lock.lock();
    try {
      return !subscriptions.isEmpty() || !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event for all listeners. */
  void tellAll(Consumer<ChainListener> event) {
    announce(
        () -> {
          for (Subscription subscription : subscriptions) {
            subscription.tell(event);
          }
        });
  }

  @Override
  public void post(Runnable event) {
    add(event, false);
  }

  @Override
  public void announce(Runnable event) {
    add(event, true);
  }

  private void add(Runnable event, boolean forAll) {
    lock.lock();
    try {
      sequence++;
      announced = forAll ? sequence : announced;
      if (closed) {
        delivered = sequence;
        return;
      }
      waiting.add(event);
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  private void deliver() {
    boolean more = true;
    while (more) {
      try {
        more = deliverNext();
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
  }

  /** Activation waits for this thread: it must outlive even a lack of memory for this line. */
  private static void report(Throwable failure) {
    try {
      log.error("a chain event failed", failure);
    } catch (OutOfMemoryError e) {
      // The next event is delivered all the same; whoever has no memory will say so elsewhere.
      return;
    }
  }

  /** Waits for an event and delivers it. False if there will be no more. */
  private boolean deliverNext() {
    Runnable event;
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closed) {
          return false;
        }
        added.awaitUninterruptibly();
      }
      event = waiting.remove();
    } finally {
      lock.unlock();
    }
    try {
      event.run();
      return true;
    } finally {
      lock.lock();
      try {
        delivered++;
        done.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public long sequence() {
    lock.lock();
    try {
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long announced() {
    lock.lock();
    try {
      return announced;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long delivered() {
    lock.lock();
    try {
      return delivered;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int pending() {
    lock.lock();
    try {
      return (int) (sequence - delivered);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void await(long wanted) throws InterruptedException {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a listener waits for events that come after its own");
    }
    lock.lockInterruptibly();
    try {
      while (delivered < wanted) {
        done.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer than {@code limit} events wait, so that a fast chain needs no memory. */
  void awaitBelow(int limit) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a listener changes the chain");
    }
    lock.lock();
    try {
      while (sequence - delivered > limit && !closed) {
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Delivers what waits, then ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      added.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
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
