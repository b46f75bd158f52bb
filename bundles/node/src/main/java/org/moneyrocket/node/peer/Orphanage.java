// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions whose inputs are not known yet, kept until their parents come, with the peers that
 * announced them. Every peer has room of its own; when all together is too much, the peer that
 * takes most of its room loses what it announced first. Thread-safe.
 */
final class Orphanage {
  private static final int MAX_WEIGHT = 400_000;

  /** Work all announcements together may cause: 1 each, and 1 more for every 10 inputs. */
  private static final int MAX_LATENCY = 3000;

  private static final int INPUTS_PER_LATENCY = 10;
  private static final long WEIGHT_PER_PEER = 404_000;

  /** What an input costs in memory besides its bytes, with its place among the spenders. */
  private static final long PART_BYTES = 8 * MemoryBudget.OBJECT_BYTES;

  private static final Logger log = LoggerFactory.getLogger("txpackages");

  private static final class Orphan {
    final Transaction transaction;
    final long heapBytes;
    final Set<Peer> announcers = new LinkedHashSet<>();

    Orphan(Transaction transaction) {
      this.transaction = transaction;
      this.heapBytes = heapBytes(transaction);
    }

    /** Its bytes, and the objects and tables of which each input and output needs some. */
    private static long heapBytes(Transaction transaction) {
      long parts = 1L + transaction.inputs().size() + transaction.outputs().size();
      return transaction.totalSize() + PART_BYTES * parts;
    }

    int latency() {
      return 1 + transaction.inputs().size() / INPUTS_PER_LATENCY;
    }
  }

  private static final class Usage {
    /** In the order in which the peer announced them. */
    final Set<Orphan> announced = new LinkedHashSet<>();

    long weight;
    long latency;
  }

  private final Map<Wtxid, Orphan> orphans = new LinkedHashMap<>();
  private final Map<OutPoint, List<Orphan>> spenders = new HashMap<>();
  private final Map<Peer, Usage> usages = new LinkedHashMap<>();
  private final MemoryBudget.Account memory;
  private long totalWeight;
  private long totalLatency;

  /**
   * @param memory what orphans hold; when it is short they go
   */
  Orphanage(MemoryBudget.Account memory) {
    this.memory = memory;
  }

  /** Forgets all, gives their memory back and closes the account. */
  synchronized void close() {
    List.copyOf(usages.keySet()).forEach(this::removed);
    memory.close();
  }

  synchronized boolean contains(Wtxid wtxid) {
    return orphans.containsKey(wtxid);
  }

  /** Returns an orphan, null if there is none. */
  synchronized @Nullable Transaction find(Wtxid wtxid) {
    Orphan orphan = orphans.get(wtxid);
    return orphan == null ? null : orphan.transaction;
  }

  synchronized boolean announced(Wtxid wtxid, Peer peer) {
    Orphan orphan = orphans.get(wtxid);
    return orphan != null && orphan.announcers.contains(peer);
  }

  /** Keeps a transaction that {@code from} sent or announced; false if it is too big. */
  synchronized boolean add(Transaction transaction, Peer from) {
    if (transaction.weight() > MAX_WEIGHT) {
      log.debug(
          "ignoring large orphan tx (size: {}, txid: {}, wtxid: {})",
          transaction.weight(),
          transaction.txid(),
          transaction.wtxid());
      return false;
    }
    Orphan orphan = orphans.get(transaction.wtxid());
    if (orphan == null) {
      orphan = new Orphan(transaction);
      orphans.put(transaction.wtxid(), orphan);
      totalWeight += transaction.weight();
      memory.take(orphan.heapBytes);
      for (TxIn in : transaction.inputs()) {
        spenders.computeIfAbsent(in.prevout(), o -> new ArrayList<>(1)).add(orphan);
      }
      log.debug(
          "stored orphan tx {} (wtxid={}), weight: {} (mapsz {} outsz {})",
          transaction.txid(),
          transaction.wtxid(),
          transaction.weight(),
          orphans.size(),
          spenders.size());
    }
    if (announce(orphan, from)) {
      log.debug(
          "added peer={} as announcer of orphan tx {} (wtxid={})",
          from.id,
          transaction.txid(),
          transaction.wtxid());
    }
    limit();
    return orphans.containsKey(transaction.wtxid());
  }

  private boolean announce(Orphan orphan, Peer peer) {
    if (!orphan.announcers.add(peer)) {
      return false;
    }
    Usage usage = usages.computeIfAbsent(peer, p -> new Usage());
    usage.announced.add(orphan);
    usage.weight += orphan.transaction.weight();
    usage.latency += orphan.latency();
    totalLatency += orphan.latency();
    return true;
  }

  private void withdraw(Orphan orphan, Peer peer) {
    orphan.announcers.remove(peer);
    totalLatency -= orphan.latency();
    Usage usage = usages.get(peer);
    if (usage != null) {
      usage.announced.remove(orphan);
      usage.weight -= orphan.transaction.weight();
      usage.latency -= orphan.latency();
      if (usage.announced.isEmpty()) {
        usages.remove(peer);
      }
    }
    if (orphan.announcers.isEmpty()) {
      forget(orphan);
    }
  }

  private void forget(Orphan orphan) {
    orphans.remove(orphan.transaction.wtxid());
    totalWeight -= orphan.transaction.weight();
    memory.give(orphan.heapBytes);
    for (TxIn in : orphan.transaction.inputs()) {
      List<Orphan> all = spenders.get(in.prevout());
      if (all != null) {
        all.remove(orphan);
        if (all.isEmpty()) {
          spenders.remove(in.prevout());
        }
      }
    }
  }

  private void limit() {
    int before = orphans.size();
    int announcements = 0;
    while (totalLatency > MAX_LATENCY
        || totalWeight > WEIGHT_PER_PEER * usages.size()
        || (memory.isShort() && !orphans.isEmpty())) {
      Peer worst = mostHungry();
      Usage usage = worst == null ? null : usages.get(worst);
      if (worst == null || usage == null) {
        throw new IllegalStateException("too many orphans, but nobody announced one");
      }
      withdraw(usage.announced.iterator().next(), worst);
      announcements++;
    }
    if (announcements > 0) {
      log.debug(
          "orphanage overflow, removed {} tx ({} announcements)",
          before - orphans.size(),
          announcements);
    }
  }

  /** Returns the peer that takes the largest part of its room. */
  private @Nullable Peer mostHungry() {
    double maxLatency = (double) MAX_LATENCY / Math.max(1, usages.size());
    Peer worst = null;
    double most = -1;
    for (Map.Entry<Peer, Usage> entry : usages.entrySet()) {
      Usage usage = entry.getValue();
      double score = Math.max(usage.latency / maxLatency, (double) usage.weight / WEIGHT_PER_PEER);
      if (score > most) {
        most = score;
        worst = entry.getKey();
      }
    }
    return worst;
  }

  synchronized void remove(Wtxid wtxid) {
    Orphan orphan = orphans.get(wtxid);
    if (orphan != null) {
      erase(orphan);
      log.debug("   removed orphan tx {} (wtxid={})", orphan.transaction.txid(), wtxid);
    }
  }

  private void erase(Orphan orphan) {
    List.copyOf(orphan.announcers).forEach(peer -> withdraw(orphan, peer));
  }

  /** Returns the orphans that spend an output of {@code parent}. */
  synchronized List<Transaction> childrenOf(Transaction parent) {
    Set<Orphan> children = new LinkedHashSet<>();
    for (int i = 0; i < parent.outputs().size(); i++) {
      children.addAll(spenders.getOrDefault(new OutPoint(parent.txid(), i), List.of()));
    }
    return children.stream().map(orphan -> orphan.transaction).toList();
  }

  /** As {@link #childrenOf}, but only what {@code peer} announced, the last first. */
  synchronized List<Transaction> childrenFrom(Transaction parent, Peer peer) {
    Usage usage = usages.get(peer);
    List<Transaction> children = new ArrayList<>();
    if (usage != null) {
      for (Orphan orphan : usage.announced) {
        if (spends(orphan.transaction, parent.txid())) {
          children.addFirst(orphan.transaction);
        }
      }
    }
    return children;
  }

  private static boolean spends(Transaction transaction, Txid parent) {
    return transaction.inputs().stream().anyMatch(in -> in.prevout().txid().equals(parent));
  }

  /** Returns who announced an orphan; empty if it is not here. */
  synchronized List<Peer> announcers(Wtxid wtxid) {
    Orphan orphan = orphans.get(wtxid);
    return orphan == null ? List.of() : List.copyOf(orphan.announcers);
  }

  /** Forgets orphans that are in {@code block} or spend what it spends. */
  synchronized void blockConnected(Block block) {
    if (orphans.isEmpty()) {
      return;
    }
    Set<Orphan> gone = new HashSet<>();
    for (Transaction tx : block.transactions()) {
      for (TxIn in : tx.inputs()) {
        gone.addAll(spenders.getOrDefault(in.prevout(), List.of()));
      }
    }
    gone.forEach(this::erase);
    if (!gone.isEmpty()) {
      log.debug("Erased {} orphan transaction(s) included or conflicted by block", gone.size());
    }
  }

  synchronized void removed(Peer peer) {
    Usage usage = usages.get(peer);
    if (usage == null) {
      return;
    }
    int before = orphans.size();
    List.copyOf(usage.announced).forEach(orphan -> withdraw(orphan, peer));
    int erased = before - orphans.size();
    if (erased > 0) {
      log.debug("Erased {} orphan transaction(s) from peer={}", erased, peer.id);
    }
  }

  /** An orphan and the ids of the peers that announced it. */
  record Described(Transaction transaction, List<Long> from) {}

  synchronized List<Described> all() {
    List<Described> all = new ArrayList<>();
    for (Orphan orphan : orphans.values()) {
      all.add(
          new Described(
              orphan.transaction, orphan.announcers.stream().map(peer -> peer.id).toList()));
    }
    return all;
  }
}
