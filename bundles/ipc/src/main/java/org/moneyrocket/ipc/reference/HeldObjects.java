// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.codec.Contract;

/**
 * The stand-ins this process has for objects of one peer. The same object, under the same contract,
 * has one stand-in while somebody uses it. Stand-ins nobody uses are found after a collection and
 * given back in batches.
 */
public final class HeldObjects {
  private final int limit;
  private final Function<Contract, MethodCounter[]> counters;
  private final ReferenceQueue<Object> unused = new ReferenceQueue<>();

  /** Guarded by this. In the order in which they came. */
  private final Map<Integer, StandIn> byId = new HashMap<>();

  /** Guarded by this. */
  private long lastOrder;

  /** Guarded by this. */
  private boolean hurried;

  private static final class StandIn extends WeakReference<Object> {
    final Held held;
    final long order;

    StandIn(Object proxy, Held held, long order, ReferenceQueue<Object> queue) {
      super(proxy, queue);
      this.held = held;
      this.order = order;
    }
  }

  /**
   * @param id number of the object
   * @param count references to give back
   */
  public record Release(int id, int count) {}

  public HeldObjects(int limit, Function<Contract, MethodCounter[]> counters) {
    this.limit = limit;
    this.counters = counters;
  }

  /**
   * Counts a reference that was received.
   *
   * @param make makes the stand-in
   * @return the stand-in, or null if there are too many
   */
  public @Nullable Object receive(int id, Contract contract, Function<Held, Object> make) {
    synchronized (this) {
      StandIn known = byId.get(id);
      if (known != null) {
        Object proxy = known.get();
        if (proxy != null && !known.held.isClosed() && known.held.contract().equals(contract)) {
          known.held.received();
          return proxy;
        }
      }
      if (byId.size() >= limit) {
        return null;
      }
      Held held = new Held(id, contract, counters.apply(contract));
      held.received();
      Object proxy = make.apply(held);
      StandIn replaced = byId.put(id, new StandIn(proxy, held, ++lastOrder, unused));
      if (replaced != null && !replaced.held.isClosed()) {
        // Unused but not found yet. It keeps its own count and is given back when it is found.
        replaced.held.end().forEach(Runnable::run);
      }
      boolean crowded = byId.size() > limit / 2;
      if (!crowded || hurried) {
        hurried &= crowded;
        return proxy;
      }
      hurried = true;
      // Half of all possible objects are held. Most will be garbage that no collection has found.
      Thread.ofPlatform().daemon().name("ipc-collect").start(System::gc);
      return proxy;
    }
  }

  /** Forgets an object whose stand-in was closed or given back. */
  public synchronized void forget(Held held) {
    StandIn known = byId.get(held.id());
    if (known != null && known.held == held) {
      byId.remove(held.id());
    }
  }

  /**
   * Returns what is to be given back because nobody uses it any more.
   *
   * @param ended is given the end actions of these objects
   */
  public List<Release> collect(java.util.function.Consumer<Runnable> ended) {
    List<Release> releases = List.of();
    for (StandIn found = (StandIn) unused.poll(); found != null; found = (StandIn) unused.poll()) {
      forget(found.held);
      found.held.end().forEach(ended);
      int count = found.held.takeCount();
      if (count > 0) {
        if (releases.isEmpty()) {
          releases = new ArrayList<>();
        }
        releases.add(new Release(found.held.id(), count));
      }
    }
    return releases;
  }

  public synchronized int size() {
    return byId.size();
  }

  /** Empties the table; returns what was in it, the newest first. */
  public synchronized List<Held> end() {
    List<Held> all =
        byId.values().stream()
            .sorted((a, b) -> Long.compare(b.order, a.order))
            .map(s -> s.held)
            .toList();
    byId.clear();
    return all;
  }
}
