// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/**
 * The queue through which chain events reach listeners. One thread, {@code kernel-events}, delivers
 * them in the order in which they were added. Others (the mempool) may add their own events, so
 * that all listeners hear one story.
 *
 * <p>Each event gets a number, counting from 1. {@link #sequence} is the number of the last one
 * added; once {@link #delivered} has reached it, everything that had happened then is known to all
 * listeners.
 */
public interface ChainEvents {
  /** Adds a listener for the events from now on. Closing the handle twice is harmless. */
  Handle subscribe(ChainListener listener);

  /** Adds something to be done in the order of events, of which no listener hears. */
  void post(Runnable event);

  /** Adds an event of the caller's own that is passed on to everyone who follows the chain. */
  void announce(Runnable event);

  /** Returns the number of the last event that was added. */
  long sequence();

  /**
   * Returns the number of the last event that is passed on to everyone who follows the chain: one
   * of the kernel's or one that was announced. Those behind it were only posted.
   */
  long announced();

  /** Returns the number of the last event that was delivered to everyone. */
  long delivered();

  /** Returns how many events wait. */
  int pending();

  /**
   * Waits until all events up to {@code sequence} are delivered. Must not be called with the chain
   * lock held, nor by a listener.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(long sequence) throws InterruptedException;

  /** Ends a subscription. After {@link #close} returns nothing more is delivered. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }
}
