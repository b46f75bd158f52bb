// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.ipc.codec.Contract;

/**
 * The objects of this process that one peer holds. Each reference that is sent counts; a release
 * says how many were received, and the object is forgotten when both agree. So it does not matter
 * that messages and releases travel on different lanes.
 */
public final class GivenObjects {
  private final int limit;
  private final String peer;
  private final Function<Contract, MethodCounter[]> counters;

  /** Given objects whose last reference went while they were not closed. */
  private final Consumer<Given> abandoned;

  private final Map<Integer, Given> byId = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private final Map<Object, Map<Contract, Given>> byObject = new IdentityHashMap<>();

  /** Guarded by this. */
  private int lastId;

  /** Guarded by this. */
  private boolean ended;

  /**
   * @param limit most objects at one time
   * @param abandoned told about handed-over objects nobody refers to any more
   */
  public GivenObjects(
      int limit,
      String peer,
      Function<Contract, MethodCounter[]> counters,
      Consumer<Given> abandoned) {
    this.limit = limit;
    this.peer = peer;
    this.counters = counters;
    this.abandoned = abandoned;
  }

  /**
   * Counts one more reference to {@code object}.
   *
   * @param handOver whether the peer becomes its owner
   */
  public synchronized Given give(Object object, Contract contract, boolean handOver) {
    Given given = entry(object, contract);
    given.count++;
    given.handedOver |= handOver && contract.closeable();
    return given;
  }

  /** Offers {@code object} until {@link #unpin}. */
  public synchronized Given pin(Object object, Contract contract) {
    Given given = entry(object, contract);
    given.pinned = true;
    return given;
  }

  /** Takes an offer back; references the peer got in another way go on. */
  public synchronized void unpin(Given given) {
    given.pinned = false;
    forgetIfUnused(given);
  }

  private Given entry(Object object, Contract contract) {
    if (ended) {
      throw new RemoteCallException(
          RemoteCallException.Reason.LOST, "the connection to " + peer + " has ended");
    }
    Map<Contract, Given> contracts = byObject.get(object);
    Given known = contracts == null ? null : contracts.get(contract);
    if (known != null) {
      return known;
    }
    if (byId.size() >= limit) {
      throw new RemoteCallException(
          RemoteCallException.Reason.LIMIT,
          peer + " holds " + limit + " objects of this process already");
    }
    do {
      lastId++;
    } while (lastId == 0 || byId.containsKey(lastId));
    Given made = new Given(lastId, object, contract, counters.apply(contract));
    byId.put(lastId, made);
    if (contracts == null) {
      byObject.put(object, Map.of(contract, made));
    } else {
      Map<Contract, Given> more = new HashMap<>(contracts);
      more.put(contract, made);
      byObject.put(object, more);
    }
    return made;
  }

  /** Returns the object with this number, or null if the peer does not, or no longer, hold it. */
  public @Nullable Given find(int id) {
    return byId.get(id);
  }

  /** Takes back references that were counted in a message that was never read. */
  public synchronized void undo(List<Given> unread) {
    for (Given given : unread) {
      given.count--;
      forgetIfUnused(given);
    }
  }

  /**
   * Takes back {@code count} references.
   *
   * @return false if the peer gives back more than it got
   */
  public synchronized boolean release(int id, int count) {
    Given given = byId.get(id);
    if (given == null || count < 0 || count > given.count) {
      return false;
    }
    given.count -= count;
    forgetIfUnused(given);
    return true;
  }

  /**
   * Notes that the peer closes the object itself.
   *
   * @return false if that has been done for it already, because the connection has ended
   */
  public boolean beginClose(Given given) {
    boolean first = given.markClosed();
    return first || !given.handedOver;
  }

  private void forgetIfUnused(Given given) {
    if (given.count > 0 || given.pinned || byId.remove(given.id()) == null) {
      return;
    }
    Map<Contract, Given> contracts = byObject.get(given.object());
    if (contracts != null && contracts.size() > 1) {
      Map<Contract, Given> fewer = new HashMap<>(contracts);
      fewer.remove(given.contract());
      byObject.put(given.object(), fewer);
    } else {
      byObject.remove(given.object());
    }
    if (given.handedOver) {
      abandoned.accept(given);
    }
  }

  /** Returns how many objects the peer holds. */
  public int size() {
    return byId.size();
  }

  /** Empties the table for good; returns what was in it, the newest first. */
  public synchronized List<Given> end() {
    ended = true;
    List<Given> all = new ArrayList<>(byId.values());
    all.sort(Comparator.comparing(Given::id, Integer::compareUnsigned).reversed());
    byId.clear();
    byObject.clear();
    return all;
  }

  /**
   * Closes an object its owner can no longer close: once, and only if it was handed over.
   *
   * @throws Exception if its {@code close} does
   */
  public static void closeForPeer(Given given) throws Exception {
    if (given.handedOver && given.object() instanceof AutoCloseable c && given.markClosed()) {
      c.close();
    }
  }
}
