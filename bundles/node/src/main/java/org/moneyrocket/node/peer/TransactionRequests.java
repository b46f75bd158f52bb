// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who announced which transaction, and who is asked for it next: one peer at a time, preferred ones
 * first, among equals whoever a secret lot falls on, so that nobody wins by being early. A peer is
 * asked once; announcing again gives it no second chance while others are left. When nobody is
 * left, everything about the transaction is forgotten, and it may be announced anew. Used by the
 * message thread only.
 */
final class TransactionRequests implements AutoCloseable {
  static final int MAX_ANNOUNCEMENTS = 5000;

  /** So many a peer may have announced although memory is short. */
  static final int LEAST_ANNOUNCEMENTS = 100;

  /** What an announcement costs in memory at most: itself, its hash and its places in tables. */
  static final int ANNOUNCEMENT_BYTES = 400;

  private static final double OWN_PART = 0.02;
  private static final double MOST_PART = 0.25;
  private static final int MAX_IN_FLIGHT = 100;
  private static final long DELAY_MICROS = 2_000_000L;
  private static final long TIMEOUT_MICROS = 60_000_000L;
  private static final Logger log = LoggerFactory.getLogger("net");

  private enum State {
    /** Its time has not come. */
    DELAYED,
    /** Its time has come, but another is before it. */
    READY,
    /** The next to be asked. */
    BEST,
    /** Asked, not answered. */
    REQUESTED,
    /** Answered, in whatever way, or too late. */
    COMPLETED
  }

  private static final class Announcement {
    final OfPeer of;
    final Bytes hash;
    final boolean byWtxid;
    final long order;
    final boolean preferred;
    final long lot;

    /** When it may be asked for or, once that was done, when it must have been answered. */
    long time;

    State state = State.DELAYED;

    Announcement(OfPeer of, Bytes hash, boolean byWtxid, long order, boolean preferred, long lot) {
      this.of = of;
      this.hash = hash;
      this.byWtxid = byWtxid;
      this.order = order;
      this.preferred = preferred;
      this.lot = lot;
    }

    boolean isBefore(Announcement other) {
      return preferred != other.preferred ? preferred : Long.compareUnsigned(lot, other.lot) > 0;
    }
  }

  /** A transaction to ask for. */
  record Wanted(Bytes hash, boolean byWtxid) {}

  /** What one peer announced. */
  private static final class OfPeer {
    final Peer peer;
    final Map<Bytes, Announcement> all = new HashMap<>();
    final TreeSet<Announcement> best = new TreeSet<>(BY_ORDER);
    int inFlight;

    OfPeer(Peer peer) {
      this.peer = peer;
    }
  }

  /** What is known of one transaction. */
  private static final class Group {
    final List<Announcement> all = new ArrayList<>(1);

    /** The one that is {@link State#BEST} or {@link State#REQUESTED}. */
    @Nullable Announcement current;
  }

  private static final Comparator<Announcement> BY_ORDER =
      Comparator.comparingLong(announcement -> announcement.order);

  private final Map<Bytes, Group> byHash = new HashMap<>();
  private final Map<Long, OfPeer> byPeer = new HashMap<>();

  /** Those that wait for their time: {@link State#DELAYED} and {@link State#REQUESTED}. */
  private final TreeSet<Announcement> byTime =
      new TreeSet<>(
          Comparator.comparingLong((Announcement announcement) -> announcement.time)
              .thenComparing(BY_ORDER));

  private final SipHash lots;
  private final MemoryBudget.Account memory;
  private long counter;
  private long lastMicros;

  /**
   * @param lots decides among equals; nobody outside may know its key
   */
  TransactionRequests(SipHash lots, MemoryBudget budget) {
    this.lots = lots;
    this.memory = budget.open("announced transactions", OWN_PART, MOST_PART);
  }

  /** Remembers an announcement. */
  void announced(Peer peer, Bytes hash, boolean byWtxid, boolean anyWtxidPeer, long now) {
    OfPeer mine = byPeer.get(peer.id);
    int before = mine == null ? 0 : mine.all.size();
    boolean trusted = peer.has(Permission.RELAY);
    if ((!trusted && before >= MAX_ANNOUNCEMENTS) || (mine != null && mine.all.containsKey(hash))) {
      return;
    }
    if (!memory.tryTake(ANNOUNCEMENT_BYTES)) {
      if (before >= LEAST_ANNOUNCEMENTS) {
        return; // Others announce it as well.
      }
      memory.take(ANNOUNCEMENT_BYTES);
    }
    if (mine == null) {
      mine = new OfPeer(peer);
      byPeer.put(peer.id, mine);
    }
    boolean preferred = !peer.inbound() || peer.has(Permission.NOBAN);
    long delay = preferred ? 0 : DELAY_MICROS;
    if (!byWtxid && anyWtxidPeer) {
      delay += DELAY_MICROS;
    }
    if (mine.inFlight >= MAX_IN_FLIGHT && !trusted) {
      delay += DELAY_MICROS;
    }
    long lot = lots.hash256(hash.unsafeArray(), 0, (int) peer.id);
    Announcement made = new Announcement(mine, hash, byWtxid, counter++, preferred, lot);
    made.time = now + delay;
    mine.all.put(hash, made);
    byHash.computeIfAbsent(hash, h -> new Group()).all.add(made);
    byTime.add(made);
  }

  /** Returns what {@code peer} is to be asked for now, in the order it was announced. */
  List<Wanted> due(Peer peer, long now) {
    advance(now);
    OfPeer mine = byPeer.get(peer.id);
    if (mine == null || mine.best.isEmpty()) {
      return List.of();
    }
    List<Wanted> due = new ArrayList<>(mine.best.size());
    for (Announcement announcement : mine.best) {
      announcement.state = State.REQUESTED;
      announcement.time = now + TIMEOUT_MICROS;
      byTime.add(announcement);
      due.add(new Wanted(announcement.hash, announcement.byWtxid));
    }
    mine.inFlight += due.size();
    mine.best.clear();
    return due;
  }

  /** Lets those have their turn whose time has come, and gives up on those that were too slow. */
  private void advance(long now) {
    if (now < lastMicros) {
      delayAgain(now);
    }
    lastMicros = now;
    while (!byTime.isEmpty() && byTime.first().time <= now) {
      Announcement first = byTime.first();
      if (first.state == State.REQUESTED) {
        log.debug(
            "timeout of inflight tx {} from peer={}",
            first.hash.reversed().toHex(),
            first.of.peer.id);
        complete(first);
      } else {
        byTime.remove(first);
        ready(first);
      }
    }
  }

  /** The clock was set back: what had its time before waits for it once more. */
  private void delayAgain(long now) {
    for (OfPeer of : byPeer.values()) {
      for (Announcement each : of.all.values()) {
        boolean selectable = each.state == State.READY || each.state == State.BEST;
        if (selectable && each.time > now) {
          Group group = group(each);
          of.best.remove(each);
          each.state = State.DELAYED;
          byTime.add(each);
          if (group.current == each) {
            chooseNext(group);
          }
        }
      }
    }
  }

  private Group group(Announcement announcement) {
    Group group = byHash.get(announcement.hash);
    if (group == null) {
      throw new IllegalStateException("an announcement of a transaction that is not known");
    }
    return group;
  }

  private void ready(Announcement announcement) {
    Group group = group(announcement);
    announcement.state = State.READY;
    Announcement current = group.current;
    if (current == null) {
      best(group, announcement);
    } else if (current.state == State.BEST && announcement.isBefore(current)) {
      current.state = State.READY;
      current.of.best.remove(current);
      best(group, announcement);
    }
  }

  private static void best(Group group, Announcement announcement) {
    announcement.state = State.BEST;
    announcement.of.best.add(announcement);
    group.current = announcement;
  }

  private static void chooseNext(Group group) {
    Announcement next = null;
    for (Announcement each : group.all) {
      if (each.state == State.READY && (next == null || each.isBefore(next))) {
        next = each;
      }
    }
    group.current = null;
    if (next != null) {
      best(group, next);
    }
  }

  /**
   * This one is done with.
   *
   * @return whether it is still remembered, because of others who may be asked
   */
  private boolean complete(Announcement announcement) {
    if (announcement.state == State.COMPLETED) {
      return true;
    }
    Group group = group(announcement);
    for (Announcement other : group.all) {
      if (other != announcement && other.state != State.COMPLETED) {
        leaveIndexes(announcement);
        announcement.state = State.COMPLETED;
        if (group.current == announcement) {
          chooseNext(group);
        }
        return true;
      }
    }
    forget(announcement.hash);
    return false;
  }

  private void leaveIndexes(Announcement announcement) {
    switch (announcement.state) {
      case DELAYED -> byTime.remove(announcement);
      case REQUESTED -> {
        byTime.remove(announcement);
        announcement.of.inFlight--;
      }
      case BEST -> announcement.of.best.remove(announcement);
      case READY, COMPLETED -> {
        // It is in neither.
      }
    }
  }

  /** The peer has answered, with the transaction or without; somebody else may be asked. */
  void answered(Peer peer, Bytes hash) {
    OfPeer mine = byPeer.get(peer.id);
    Announcement announcement = mine == null ? null : mine.all.get(hash);
    if (announcement != null) {
      complete(announcement);
    }
  }

  /** Returns the peers that announced a transaction and have not failed to give it. */
  List<Peer> candidates(Bytes hash) {
    Group group = byHash.get(hash);
    return group == null
        ? List.of()
        : group.all.stream()
            .filter(announcement -> announcement.state != State.COMPLETED)
            .map(announcement -> announcement.of.peer)
            .toList();
  }

  /** The transaction is no longer wanted. */
  void forget(Bytes hash) {
    Group group = byHash.remove(hash);
    if (group != null) {
      for (Announcement each : group.all) {
        leaveIndexes(each);
        each.of.all.remove(hash);
      }
      memory.give((long) group.all.size() * ANNOUNCEMENT_BYTES);
    }
  }

  void removed(Peer peer) {
    OfPeer mine = byPeer.remove(peer.id);
    if (mine == null) {
      return;
    }
    for (Announcement each : List.copyOf(mine.all.values())) {
      if (complete(each)) {
        group(each).all.remove(each);
        memory.give(ANNOUNCEMENT_BYTES);
      }
    }
  }

  int size() {
    return byHash.size();
  }

  @Override
  public void close() {
    memory.give(memory.takenBytes());
    memory.close();
  }
}
