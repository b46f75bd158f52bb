// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.codec.Contract;

/**
 * What this process knows of an object of the peer: its number, and how to stop using it. Never
 * refers to the stand-in, which may go at any time.
 */
public final class Held {
  private final int id;
  private final Contract contract;
  private final MethodCounter[] counters;

  /** References received and not given back; 0 for a service, which is not counted. Guarded. */
  private int count;

  /** Nothing of it can be called any more. */
  private volatile boolean closed;

  /** Guarded by this. */
  private List<Runnable> atEnd = List.of();

  /** Where one-way events leave. Guarded by this. */
  private @Nullable AutoCloseable outbox;

  public Held(int id, Contract contract, MethodCounter[] counters) {
    this.id = id;
    this.contract = contract;
    this.counters = counters;
  }

  public int id() {
    return id;
  }

  public Contract contract() {
    return contract;
  }

  public MethodCounter counter(int method) {
    return counters[method];
  }

  public boolean isClosed() {
    return closed;
  }

  synchronized void received() {
    count++;
  }

  /** Returns how many references there are to give back, and counts from 0 again. */
  public synchronized int takeCount() {
    int taken = count;
    count = 0;
    return taken;
  }

  /** Returns what {@code make} made the first time. */
  public synchronized <T extends AutoCloseable> T outbox(
      Class<T> type, java.util.function.Supplier<T> make) {
    AutoCloseable known = outbox;
    if (known == null) {
      known = make.get();
      outbox = known;
    }
    return type.cast(known);
  }

  /** Returns where events leave, or null if none did. */
  public synchronized @Nullable AutoCloseable outbox() {
    return outbox;
  }

  /** Adds what to do once when this ends; done at once if it has ended. */
  public void atEnd(Runnable action) {
    synchronized (this) {
      if (!closed) {
        List<Runnable> more = new ArrayList<>(atEnd);
        more.add(action);
        atEnd = more;
        return;
      }
    }
    action.run();
  }

  /** Ends the use of the object; returns what is to be done, and nothing the second time. */
  public synchronized List<Runnable> end() {
    closed = true;
    List<Runnable> actions = atEnd;
    atEnd = List.of();
    return actions;
  }

  @Override
  public String toString() {
    return contract.name() + " " + Integer.toUnsignedString(id);
  }
}
