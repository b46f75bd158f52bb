// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.HashMap;
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
  private static final long TURN_MICROS = 100_000L;

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

  /** What one peer announced. */
  private static final class OfPeer {
    final Map<Bytes, Announcement> all = new LinkedHashMap<>();
    int inFlight;

    /** Before this time nothing becomes due, unless the clock is set back. */
    long nextMicros;

    long lookedMicros;
  }

  private final Map<Bytes, Map<Long, Announcement>> byHash = new HashMap<>();
  private final Map<Long, OfPeer> byPeer = new HashMap<>();
  private long counter;

  private OfPeer of(Peer peer) {
    return byPeer.computeIfAbsent(peer.id, id -> new OfPeer());
  }

  /** Remembers an announcement. */
  void announced(Peer peer, Bytes hash, boolean byWtxid, boolean anyWtxidPeer, long now) {
    OfPeer mine = of(peer);
    if ((!peer.has(Permission.RELAY) && mine.all.size() >= MAX_ANNOUNCEMENTS)
        || mine.all.containsKey(hash)) {
      return;
    }
    long delay = 0;
    if (peer.inbound() && !peer.has(Permission.NOBAN)) {
      delay += DELAY_MICROS;
    }
    if (!byWtxid && anyWtxidPeer) {
      delay += DELAY_MICROS;
    }
    if (mine.inFlight >= MAX_IN_FLIGHT && !peer.has(Permission.RELAY)) {
      delay += DELAY_MICROS;
    }
    Announcement announcement = new Announcement(peer, byWtxid, counter++, now + delay);
    byHash.computeIfAbsent(hash, h -> new LinkedHashMap<>()).put(peer.id, announcement);
    mine.all.put(hash, announcement);
    mine.nextMicros = Math.min(mine.nextMicros, announcement.time);
  }

  /** Returns what {@code peer} is to be asked for now, in the order it was announced. */
  List<Wanted> due(Peer peer, long now) {
    OfPeer mine = byPeer.get(peer.id);
    if (mine == null || (now < mine.nextMicros && now >= mine.lookedMicros)) {
      return List.of();
    }
    mine.lookedMicros = now;
    mine.nextMicros = Long.MAX_VALUE;
    List<Wanted> due = new ArrayList<>();
    mine.all.forEach(
        (hash, announcement) -> {
          if (announcement.state == State.COMPLETED) {
            return;
          }
          Map<Long, Announcement> all = byHash.getOrDefault(hash, Map.of());
          expire(all, now);
          if (announcement.state == State.CANDIDATE && announcement == chosen(all, now)) {
            announcement.state = State.REQUESTED;
            announcement.time = now + TIMEOUT_MICROS;
            mine.inFlight++;
            due.add(new Wanted(hash, announcement.byWtxid));
          } else if (announcement.state == State.CANDIDATE) {
            mine.nextMicros = Math.min(mine.nextMicros, next(announcement, all, now));
          }
        });
    return due;
  }

  /** Returns when it may be this one's turn: the others are asked about every so often. */
  private static long next(Announcement mine, Map<Long, Announcement> all, long now) {
    for (Announcement a : all.values()) {
      if (a.state == State.REQUESTED) {
        return a.time;
      }
    }
    return Math.max(mine.time, now + TURN_MICROS);
  }

  private void expire(Map<Long, Announcement> all, long now) {
    for (Announcement a : all.values()) {
      if (a.state == State.REQUESTED && now >= a.time) {
        complete(a, all);
      }
    }
  }

  private void complete(Announcement a, Map<Long, Announcement> all) {
    if (a.state == State.REQUESTED) {
      of(a.peer).inFlight--;
      wake(all);
    }
    a.state = State.COMPLETED;
  }

  /** A request is over: one of the others may have its turn now. */
  private void wake(Map<Long, Announcement> all) {
    for (Announcement other : all.values()) {
      if (other.state == State.CANDIDATE) {
        OfPeer waiting = of(other.peer);
        waiting.nextMicros = Math.min(waiting.nextMicros, other.time);
      }
    }
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
      complete(mine, all);
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
      for (Announcement a : all.values()) {
        OfPeer its = of(a.peer);
        its.all.remove(hash);
        its.inFlight -= a.state == State.REQUESTED ? 1 : 0;
      }
    }
  }

  void removed(Peer peer) {
    OfPeer its = byPeer.remove(peer.id);
    if (its == null) {
      return;
    }
    its.all.forEach(
        (hash, announcement) -> {
          Map<Long, Announcement> all = byHash.getOrDefault(hash, Map.of());
          all.remove(peer.id);
          if (all.isEmpty()) {
            byHash.remove(hash);
          } else if (announcement.state == State.REQUESTED) {
            wake(all);
          }
        });
  }

  int size() {
    return byHash.size();
  }
}
