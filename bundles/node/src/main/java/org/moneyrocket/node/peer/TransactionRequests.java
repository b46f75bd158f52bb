// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;

/**
 * Who announced which transaction, and who is asked for it next: one peer at a time, preferred ones
 * first, the next one after a minute. Used by the message thread only.
 */
final class TransactionRequests {
  static final int MAX_ANNOUNCEMENTS = 5000;
  private static final int MAX_IN_FLIGHT = 100;
  private static final long DELAY_MICROS = 2_000_000L;
  private static final long TIMEOUT_MICROS = 60_000_000L;

  private enum State {
    CANDIDATE,
    REQUESTED,
    COMPLETED
  }

  private static final class Announcement {
    final Peer peer;
    final boolean byWtxid;
    final long order;
    long time;
    State state = State.CANDIDATE;

    Announcement(Peer peer, boolean byWtxid, long order, long time) {
      this.peer = peer;
      this.byWtxid = byWtxid;
      this.order = order;
      this.time = time;
    }
  }

  /** A transaction to ask for. */
  record Wanted(Bytes hash, boolean byWtxid) {}

  private final Map<Bytes, Map<Long, Announcement>> byHash = new HashMap<>();
  private final Map<Long, Integer> announced = new HashMap<>();
  private final Map<Long, Integer> inFlight = new HashMap<>();
  private long counter;

  /** Remembers an announcement. */
  void announced(Peer peer, Bytes hash, boolean byWtxid, boolean anyWtxidPeer, long now) {
    if (!peer.has(Permission.RELAY) && announced.getOrDefault(peer.id, 0) >= MAX_ANNOUNCEMENTS) {
      return;
    }
    Map<Long, Announcement> all = byHash.computeIfAbsent(hash, h -> new LinkedHashMap<>());
    if (all.containsKey(peer.id)) {
      return;
    }
    long delay = 0;
    if (peer.inbound() && !peer.has(Permission.NOBAN)) {
      delay += DELAY_MICROS;
    }
    if (!byWtxid && anyWtxidPeer) {
      delay += DELAY_MICROS;
    }
    if (inFlight.getOrDefault(peer.id, 0) >= MAX_IN_FLIGHT && !peer.has(Permission.RELAY)) {
      delay += DELAY_MICROS;
    }
    all.put(peer.id, new Announcement(peer, byWtxid, counter++, now + delay));
    announced.merge(peer.id, 1, Integer::sum);
  }

  /** Returns what {@code peer} is to be asked for now, in the order it was announced. */
  List<Wanted> due(Peer peer, long now) {
    if (announced.getOrDefault(peer.id, 0) == 0) {
      return List.of();
    }
    List<Map.Entry<Announcement, Wanted>> found = new ArrayList<>();
    for (Map.Entry<Bytes, Map<Long, Announcement>> entry : byHash.entrySet()) {
      Announcement mine = entry.getValue().get(peer.id);
      if (mine == null) {
        continue;
      }
      expire(entry.getValue(), now);
      if (mine == chosen(entry.getValue(), now)) {
        found.add(Map.entry(mine, new Wanted(entry.getKey(), mine.byWtxid)));
      }
    }
    found.sort(java.util.Comparator.comparingLong(e -> e.getKey().order));
    List<Wanted> due = new ArrayList<>();
    for (Map.Entry<Announcement, Wanted> entry : found) {
      entry.getKey().state = State.REQUESTED;
      entry.getKey().time = now + TIMEOUT_MICROS;
      inFlight.merge(peer.id, 1, Integer::sum);
      due.add(entry.getValue());
    }
    return due;
  }

  private void expire(Map<Long, Announcement> all, long now) {
    for (Announcement a : all.values()) {
      if (a.state == State.REQUESTED && now >= a.time) {
        complete(a);
      }
    }
  }

  private void complete(Announcement a) {
    if (a.state == State.REQUESTED) {
      inFlight.merge(a.peer.id, -1, Integer::sum);
    }
    a.state = State.COMPLETED;
  }

  private static @Nullable Announcement chosen(Map<Long, Announcement> all, long now) {
    Announcement best = null;
    for (Announcement a : all.values()) {
      if (a.state == State.REQUESTED) {
        return null;
      }
      boolean ready = a.state == State.CANDIDATE && now >= a.time;
      if (ready && (best == null || (preferred(a) && !preferred(best)))) {
        best = a;
      }
    }
    return best;
  }

  private static boolean preferred(Announcement a) {
    return !a.peer.inbound() || a.peer.has(Permission.NOBAN);
  }

  /** The peer has answered, with the transaction or without; somebody else may be asked. */
  void answered(Peer peer, Bytes hash) {
    Map<Long, Announcement> all = byHash.get(hash);
    Announcement mine = all == null ? null : all.get(peer.id);
    if (all != null && mine != null) {
      complete(mine);
      if (all.values().stream().allMatch(a -> a.state == State.COMPLETED)) {
        forget(hash);
      }
    }
  }

  /** Returns the peers that announced a transaction and have not failed to give it. */
  List<Peer> candidates(Bytes hash) {
    Map<Long, Announcement> all = byHash.getOrDefault(hash, Map.of());
    return all.values().stream().filter(a -> a.state != State.COMPLETED).map(a -> a.peer).toList();
  }

  /** The transaction is no longer wanted. */
  void forget(Bytes hash) {
    Map<Long, Announcement> all = byHash.remove(hash);
    if (all != null) {
      all.values().forEach(this::drop);
    }
  }

  private void drop(Announcement a) {
    complete(a);
    announced.merge(a.peer.id, -1, Integer::sum);
  }

  void removed(Peer peer) {
    for (Iterator<Map<Long, Announcement>> it = byHash.values().iterator(); it.hasNext(); ) {
      Map<Long, Announcement> all = it.next();
      Announcement mine = all.remove(peer.id);
      if (mine != null) {
        drop(mine);
        if (all.isEmpty()) {
          it.remove();
        }
      }
    }
    announced.remove(peer.id);
    inFlight.remove(peer.id);
  }

  int size() {
    return byHash.size();
  }
}
