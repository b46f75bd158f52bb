// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import static org.moneyrocket.node.addrman.Placement.BUCKET_SIZE;
import static org.moneyrocket.node.addrman.Placement.NEW_BUCKETS;
import static org.moneyrocket.node.addrman.Placement.TRIED_BUCKETS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of possible peers, in two tables: new ones, of which others told, and tried ones,
 * to which there was a connection. Where an address may be depends on a secret, its group and, for
 * new ones, on who told of it, so that nobody can crowd out the others. Thread-safe; no method
 * blocks.
 */
public final class AddressBook {
  static final int MAX_PLACES = 8;
  private static final int MAX_COLLISIONS = 10;
  private static final long REPLACE_AFTER_SECONDS = 4 * 3600;
  private static final long TEST_SECONDS = 40 * 60;
  private static final Logger log = LoggerFactory.getLogger("addrman");

  final NetGroups groups;
  final Placement placement;
  private final RandomGenerator random;
  private final LongSupplier clock;
  private final int checkRatio;

  // Everything below is guarded by this object.

  final Entry[][] newTable = new Entry[NEW_BUCKETS][BUCKET_SIZE];
  final Entry[][] triedTable = new Entry[TRIED_BUCKETS][BUCKET_SIZE];
  final Map<Endpoint, Entry> entries = new HashMap<>();

  /** All entries; picking shuffles them. */
  final List<Entry> order = new ArrayList<>();

  int triedCount;

  /** New addresses that wait for a place in the table of tried ones which another holds. */
  private final Set<Entry> collisions = new LinkedHashSet<>();

  private long lastGood = 1;

  /**
   * Makes an empty book.
   *
   * @param key 32 secret bytes
   * @param clock seconds since 1970
   * @param checkRatio the book checks itself once in so many operations, 0 for never
   */
  public AddressBook(
      NetGroups groups, Bytes key, RandomGenerator random, LongSupplier clock, int checkRatio) {
    this.groups = groups;
    this.placement = new Placement(key, groups);
    this.random = random;
    this.clock = clock;
    this.checkRatio = checkRatio;
  }

  public NetGroups groups() {
    return groups;
  }

  // ---- what is known of it

  /** Counts addresses: of one network or of all, new or tried or both. */
  public synchronized int size(Optional<Net> net, Optional<Boolean> isNew) {
    check();
    int count = 0;
    for (Entry entry : order) {
      if ((net.isEmpty() || entry.net == net.get())
          && (isNew.isEmpty() || isNew.get() != entry.tried)) {
        count++;
      }
    }
    return count;
  }

  public synchronized int size() {
    return order.size();
  }

  /**
   * An address and its place.
   *
   * @param source who told of it
   */
  public record Placed(KnownPeer peer, Host source, int bucket, int position) {}

  /** Returns one of the tables, by bucket and position. */
  public synchronized List<Placed> table(boolean tried) {
    check();
    List<Placed> all = new ArrayList<>();
    Entry[][] table = tried ? triedTable : newTable;
    for (int bucket = 0; bucket < table.length; bucket++) {
      for (int position = 0; position < BUCKET_SIZE; position++) {
        Entry entry = table[bucket][position];
        if (entry != null) {
          all.add(new Placed(entry.describe(), entry.source, bucket, position));
        }
      }
    }
    return all;
  }

  // ---- what happens to addresses

  /**
   * Takes over addresses that somebody told of.
   *
   * @param penaltySeconds makes them look older, for what is not known at first hand
   * @return whether any was new here or is better known now
   */
  public synchronized boolean add(List<KnownPeer> peers, Host source, long penaltySeconds) {
    check();
    int added = 0;
    for (KnownPeer peer : peers) {
      if (addOne(peer, source, penaltySeconds)) {
        added++;
      }
    }
    if (added > 0) {
      log.debug(
          "Added {} addresses (of {}) from {}: {} tried, {} new",
          added,
          peers.size(),
          source,
          triedCount,
          order.size() - triedCount);
    }
    check();
    return added > 0;
  }

  private boolean addOne(KnownPeer peer, Host source, long penaltySeconds) {
    Endpoint endpoint = peer.endpoint();
    if (!endpoint.host().isRoutable()) {
      return false;
    }
    // Whoever tells of himself is up to date.
    long penalty = endpoint.host().equals(source) ? 0 : penaltySeconds;
    Entry entry = entries.get(endpoint);
    if (entry == null) {
      entry =
          create(
              new KnownPeer(endpoint, peer.services(), Math.max(0, peer.time() - penalty)), source);
    } else if (!refresh(entry, peer, penalty)) {
      return false;
    }
    int bucket = placement.newBucket(endpoint, source);
    int position = placement.position(endpoint, false, bucket);
    Entry there = newTable[bucket][position];
    if (there == entry) {
      return false;
    }
    boolean free =
        there == null
            || there.isTerrible(clock.getAsLong())
            || (there.places > 1 && entry.places == 0);
    if (free) {
      clearNew(bucket, position);
      newTable[bucket][position] = entry;
      entry.places++;
      log.debug("Added {}{} to new[{}][{}]", endpoint, mapped(endpoint), bucket, position);
    } else if (entry.places == 0) {
      delete(entry);
    }
    return free;
  }

  /** Updates an entry; tells whether it may get one place more. */
  private boolean refresh(Entry entry, KnownPeer peer, long penalty) {
    boolean online = clock.getAsLong() - peer.time() < 24 * 3600;
    long interval = online ? 3600 : 24 * 3600;
    if (entry.time < peer.time() - interval - penalty) {
      entry.time = Math.max(0, peer.time() - penalty);
    }
    entry.services |= peer.services();
    if (peer.time() <= entry.time || entry.tried || entry.places == MAX_PLACES) {
      return false;
    }
    // The more places it has, the less likely is one more.
    return entry.places == 0 || random.nextInt(1 << entry.places) == 0;
  }

  private String mapped(Endpoint endpoint) {
    long system = groups.systemOf(endpoint.host());
    return system == 0 ? "" : " mapped to AS" + system;
  }

  Entry create(KnownPeer peer, Host source) {
    Entry entry = new Entry(peer, source);
    entry.index = order.size();
    order.add(entry);
    entries.put(entry.endpoint, entry);
    return entry;
  }

  /** Takes out an entry that is in no table. */
  void delete(Entry entry) {
    swap(entry.index, order.size() - 1);
    order.removeLast();
    entries.remove(entry.endpoint, entry);
    collisions.remove(entry);
  }

  private void swap(int one, int other) {
    Entry first = order.get(one);
    Entry second = order.get(other);
    order.set(one, second);
    order.set(other, first);
    second.index = one;
    first.index = other;
  }

  private void clearNew(int bucket, int position) {
    Entry entry = newTable[bucket][position];
    if (entry != null) {
      newTable[bucket][position] = null;
      entry.places--;
      log.debug("Removed {} from new[{}][{}]", entry.endpoint, bucket, position);
      if (entry.places == 0) {
        delete(entry);
      }
    }
  }

  /**
   * There was a connection to an address: it becomes a tried one, unless another has its place.
   *
   * @return whether it moved
   */
  public synchronized boolean good(Endpoint endpoint, long time) {
    check();
    boolean moved = good(endpoint, time, true);
    check();
    return moved;
  }

  private boolean good(Endpoint endpoint, long time, boolean testFirst) {
    lastGood = time;
    Entry entry = entries.get(endpoint);
    if (entry == null) {
      return false;
    }
    // The time it was last seen stays: others could see from it who is connected to us.
    entry.lastSuccess = time;
    entry.lastTry = time;
    entry.failures = 0;
    if (entry.tried) {
      return false;
    }
    int bucket = placement.triedBucket(endpoint);
    int position = placement.position(endpoint, true, bucket);
    Entry there = triedTable[bucket][position];
    if (testFirst && there != null) {
      if (collisions.size() < MAX_COLLISIONS) {
        collisions.add(entry);
      }
      log.debug(
          "Collision with {} while attempting to move {} to tried table. Collisions={}",
          there.endpoint,
          endpoint,
          collisions.size());
      return false;
    }
    takeOutOfNew(entry);
    if (there != null) {
      moveBack(there, bucket, position);
    }
    triedTable[bucket][position] = entry;
    entry.tried = true;
    triedCount++;
    log.debug("Moved {}{} to tried[{}][{}]", endpoint, mapped(endpoint), bucket, position);
    return true;
  }

  private void takeOutOfNew(Entry entry) {
    int first = placement.newBucket(entry.endpoint, entry.source);
    for (int i = 0; i < NEW_BUCKETS && entry.places > 0; i++) {
      int bucket = (first + i) % NEW_BUCKETS;
      int position = placement.position(entry.endpoint, false, bucket);
      if (newTable[bucket][position] == entry) {
        newTable[bucket][position] = null;
        entry.places--;
      }
    }
  }

  /** Makes a tried address a new one, in the place of whatever is there. */
  private void moveBack(Entry old, int bucket, int position) {
    triedTable[bucket][position] = null;
    old.tried = false;
    triedCount--;
    int newBucket = placement.newBucket(old.endpoint, old.source);
    int newPosition = placement.position(old.endpoint, false, newBucket);
    clearNew(newBucket, newPosition);
    newTable[newBucket][newPosition] = old;
    old.places = 1;
    log.debug(
        "Moved {} from tried[{}][{}] to new[{}][{}] to make space",
        old.endpoint,
        bucket,
        position,
        newBucket,
        newPosition);
  }

  /**
   * A connection is tried.
   *
   * @param countFailure whether it counts as failed until it succeeds
   */
  public synchronized void attempt(Endpoint endpoint, boolean countFailure, long time) {
    Entry entry = entries.get(endpoint);
    if (entry == null) {
      return;
    }
    entry.lastTry = time;
    // Without a success meanwhile the reason may be on our side.
    if (countFailure && entry.lastCountedTry < lastGood) {
      entry.lastCountedTry = time;
      entry.failures++;
    }
  }

  /** A connection that worked has ended: the address was there until now. */
  public synchronized void connected(Endpoint endpoint, long time) {
    Entry entry = entries.get(endpoint);
    if (entry != null && time - entry.time > 20 * 60) {
      entry.time = time;
    }
  }

  /** The peer itself said what it offers. */
  public synchronized void setServices(Endpoint endpoint, long services) {
    Entry entry = entries.get(endpoint);
    if (entry != null) {
      entry.services = services;
    }
  }

  // ---- what is chosen

  /**
   * An address to connect to.
   *
   * @param lastTry when that was tried last, seconds since 1970
   */
  public record Candidate(KnownPeer peer, long lastTry) {}

  /**
   * Chooses an address: a new or a tried one with equal chances, better ones more likely.
   *
   * @param nets networks it may be on, empty for all
   */
  public synchronized Optional<Candidate> select(boolean newOnly, Set<Net> nets) {
    check();
    int fresh = 0;
    int tried = 0;
    for (Entry entry : order) {
      if (nets.isEmpty() || nets.contains(entry.net)) {
        if (entry.tried) {
          tried++;
        } else {
          fresh++;
        }
      }
    }
    if (newOnly ? fresh == 0 : fresh + tried == 0) {
      return Optional.empty();
    }
    boolean fromTried = !newOnly && tried > 0 && (fresh == 0 || random.nextBoolean());
    Entry[][] table = fromTried ? triedTable : newTable;
    for (double factor = 1; ; ) {
      Entry entry = firstIn(table[random.nextInt(table.length)], nets);
      if (entry == null) {
        continue;
      }
      if (random.nextDouble() < factor * entry.chance(clock.getAsLong())) {
        log.debug("Selected {} from {}", entry.endpoint, fromTried ? "tried" : "new");
        return Optional.of(new Candidate(entry.describe(), entry.lastTry));
      }
      factor *= 1.2;
    }
  }

  private @Nullable Entry firstIn(@Nullable Entry[] bucket, Set<Net> nets) {
    int start = random.nextInt(BUCKET_SIZE);
    for (int i = 0; i < BUCKET_SIZE; i++) {
      Entry entry = bucket[(start + i) % BUCKET_SIZE];
      if (entry != null && (nets.isEmpty() || nets.contains(entry.net))) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Returns random addresses.
   *
   * @param max most that are returned, 0 for no limit
   * @param maxPercent most that are returned of all there are, 0 for no limit
   * @param net network they are on, empty for all
   * @param filtered whether those are left out that are likely dead
   */
  public synchronized List<KnownPeer> sample(
      int max, int maxPercent, Optional<Net> net, boolean filtered) {
    check();
    int wanted = order.size();
    if (maxPercent != 0) {
      wanted = (int) ((long) Math.min(maxPercent, 100) * wanted / 100);
    }
    if (max != 0) {
      wanted = Math.min(wanted, max);
    }
    long now = clock.getAsLong();
    List<KnownPeer> chosen = new ArrayList<>();
    for (int i = 0; i < order.size() && chosen.size() < wanted; i++) {
      swap(i, i + random.nextInt(order.size() - i));
      Entry entry = order.get(i);
      boolean fits = net.isEmpty() || entry.endpoint.host().netClass() == net.get();
      if (fits && !(filtered && entry.isTerrible(now))) {
        chosen.add(entry.describe());
      }
    }
    log.debug("GetAddr returned {} random addresses", chosen.size());
    return chosen;
  }

  // ---- collisions

  /** Settles which addresses wait for a place among the tried ones in vain, and which get it. */
  public synchronized void resolveCollisions() {
    long now = clock.getAsLong();
    for (Entry waiting : List.copyOf(collisions)) {
      int bucket = placement.triedBucket(waiting.endpoint);
      int position = placement.position(waiting.endpoint, true, bucket);
      Entry holder = triedTable[bucket][position];
      if (holder == null) {
        // Whatever was there is gone: there is nothing left to be tested.
        good(waiting.endpoint, now, false);
        collisions.remove(waiting);
      } else if (now - holder.lastSuccess < REPLACE_AFTER_SECONDS) {
        collisions.remove(waiting);
      } else if (now - holder.lastTry < REPLACE_AFTER_SECONDS) {
        // It was tested and has a minute to answer.
        if (now - holder.lastTry > 60) {
          log.debug("Replacing {} with {} in tried table", holder.endpoint, waiting.endpoint);
          good(waiting.endpoint, now, false);
          collisions.remove(waiting);
        }
      } else if (now - waiting.lastSuccess > TEST_SECONDS) {
        log.debug(
            "Unable to test; replacing {} with {} in tried table anyway",
            holder.endpoint,
            waiting.endpoint);
        good(waiting.endpoint, now, false);
        collisions.remove(waiting);
      }
    }
    check();
  }

  /** Returns a tried address whose place another wants, to be tested. */
  public synchronized Optional<Candidate> selectCollision() {
    if (collisions.isEmpty()) {
      return Optional.empty();
    }
    Iterator<Entry> all = collisions.iterator();
    for (int skip = random.nextInt(collisions.size()); skip > 0; skip--) {
      all.next();
    }
    Entry waiting = all.next();
    int bucket = placement.triedBucket(waiting.endpoint);
    Entry holder = triedTable[bucket][placement.position(waiting.endpoint, true, bucket)];
    return holder == null
        ? Optional.empty()
        : Optional.of(new Candidate(holder.describe(), holder.lastTry));
  }

  private void check() {
    if (checkRatio > 0 && random.nextInt(checkRatio) == 0) {
      int problem = BookCheck.problem(this);
      if (problem != 0) {
        log.error("ADDRMAN CONSISTENCY CHECK FAILED!!! err={}", problem);
        throw new IllegalStateException("the address book contradicts itself: " + problem);
      }
    }
  }
}
