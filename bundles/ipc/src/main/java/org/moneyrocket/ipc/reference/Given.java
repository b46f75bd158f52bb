// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.codec.Contract;

/** An object of this process that the peer may call. */
public final class Given {
  private final int id;
  private final Object object;
  private final Contract contract;
  private final MethodCounter[] counters;

  /** References the peer has, or will have when messages under way arrive. Guarded by the table. */
  int count;

  /** Offered as a service: stays until taken back, whatever is released. Guarded by the table. */
  boolean pinned;

  /** Given as a result: belongs to the peer and is closed with its last reference. */
  boolean handedOver;

  /** Guarded by the table. */
  private boolean closed;

  private final AtomicReference<@Nullable Delivery> delivery = new AtomicReference<>();

  /** Where events for this object arrive. */
  public interface Delivery {
    /** Delivers nothing more; waits for a delivery in progress on another thread. */
    void end();
  }

  private static final Delivery ENDED = () -> {};

  Given(int id, Object object, Contract contract, MethodCounter[] counters) {
    this.id = id;
    this.object = object;
    this.contract = contract;
    this.counters = counters;
  }

  public int id() {
    return id;
  }

  public Object object() {
    return object;
  }

  public Contract contract() {
    return contract;
  }

  public MethodCounter counter(int method) {
    return counters[method];
  }

  /** Notes where events arrive; false if delivery was ended before. */
  public boolean deliverTo(Delivery where) {
    return delivery.compareAndSet(null, where);
  }

  /** Ends the delivery of events, now or when it would begin. */
  public void endDelivery() {
    Delivery was = delivery.getAndSet(ENDED);
    if (was != null) {
      was.end();
    }
  }

  /** Notes that the object was closed; false if it was before. */
  synchronized boolean markClosed() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  @Override
  public String toString() {
    return contract.name() + " " + Integer.toUnsignedString(id);
  }
}
