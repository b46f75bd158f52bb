// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.node.policy.MoneyText;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unconfirmed transactions this node knows. What may come in is decided by {@link Admission};
 * this class keeps it, in step with the chain.
 *
 * <p>Every method takes the lock; whoever wants several answers of one moment holds {@link #lock}
 * around them. The chain lock is taken before this one, never after.
 */
public final class Mempool {
  private static final Logger log = LoggerFactory.getLogger("mempool");
  private static final Logger info = LoggerFactory.getLogger(Mempool.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final RelayPolicy policy;
  private final MempoolLimits limits;
  private final InstantSource clock;
  private final MempoolListener listener;
  private final TxGraph graph;
  private final RollingMinimum rolling;
  private final Map<Txid, MempoolEntry> entries = new LinkedHashMap<>();
  private final Map<Wtxid, MempoolEntry> byWtxid = new HashMap<>();
  private final Map<OutPoint, MempoolEntry> spenders = new HashMap<>();
  private final TreeMap<Long, Set<MempoolEntry>> byTime = new TreeMap<>();
  private final TreeMap<Txid, Long> deltas = new TreeMap<>();
  private final Set<Txid> unbroadcast = new LinkedHashSet<>();
  private long sequence = 1;
  private long changes;
  private long totalVsize;
  private long totalFees;
  private long transactionBytes;
  private int listCapacity;
  private boolean loaded;

  /**
   * @param clock tells the time; tests may set it
   * @param listener called with the lock held
   */
  public Mempool(
      RelayPolicy policy, MempoolLimits limits, InstantSource clock, MempoolListener listener) {
    this.policy = policy;
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    this.graph = new TxGraph(limits.clusters());
    this.rolling = new RollingMinimum(policy.incrementalRate(), now());
  }

  /** Guards everything in the mempool. Taken after the chain lock. */
  public ReentrantLock lock() {
    return lock;
  }

  public RelayPolicy policy() {
    return policy;
  }

  public MempoolLimits limits() {
    return limits;
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  TxGraph graph() {
    return graph;
  }

  // ---- questions

  public Optional<MempoolEntry> find(Txid txid) {
    lock.lock();
    try {
      return Optional.ofNullable(entries.get(txid));
    } finally {
      lock.unlock();
    }
  }

  public Optional<MempoolEntry> find(Wtxid wtxid) {
    lock.lock();
    try {
      return Optional.ofNullable(byWtxid.get(wtxid));
    } finally {
      lock.unlock();
    }
  }

  public boolean contains(Txid txid) {
    return find(txid).isPresent();
  }

  /** Returns the transaction that spends {@code outpoint}. */
  public Optional<MempoolEntry> spender(OutPoint outpoint) {
    lock.lock();
    try {
      return Optional.ofNullable(spenders.get(outpoint));
    } finally {
      lock.unlock();
    }
  }

  /** Returns everything in the order to mine. */
  public List<MempoolEntry> inMiningOrder() {
    lock.lock();
    try {
      List<MempoolEntry> out = new ArrayList<>(entries.size());
      for (Chunk chunk : graph.chunks()) {
        out.addAll(chunk.entries());
      }
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** Returns those of {@code wanted} that are here, in the order to mine. */
  public List<MempoolEntry> inMiningOrder(Collection<Wtxid> wanted) {
    lock.lock();
    try {
      Set<MempoolEntry> found = new HashSet<>();
      Set<Chunk> touched = new HashSet<>();
      for (Wtxid wtxid : wanted) {
        find(wtxid).filter(found::add).ifPresent(entry -> touched.add(entry.chunk()));
      }
      List<Chunk> ordered = new ArrayList<>(touched);
      ordered.sort(Chunk.MINING_ORDER);
      List<MempoolEntry> out = new ArrayList<>(found.size());
      for (Chunk chunk : ordered) {
        for (MempoolEntry entry : chunk.entries()) {
          if (found.contains(entry)) {
            out.add(entry);
          }
        }
      }
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all chunks, the first to be mined first. */
  public List<Chunk> chunks() {
    lock.lock();
    try {
      return List.copyOf(graph.chunks());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entry's ancestors in the mempool, itself not included. */
  public Set<MempoolEntry> ancestors(MempoolEntry entry) {
    lock.lock();
    try {
      return TxGraph.ancestors(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the entry's descendants in the mempool, itself not included. */
  public Set<MempoolEntry> descendants(MempoolEntry entry) {
    lock.lock();
    try {
      return TxGraph.descendants(entry);
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the sums of this moment. */
  public MempoolTotals totals() {
    lock.lock();
    try {
      return new MempoolTotals(
          loaded,
          entries.size(),
          totalVsize,
          usage(),
          totalFees,
          minimumRate(),
          unbroadcast.size(),
          sequence);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the memory in use by the formula users know, in bytes. */
  public long usage() {
    lock.lock();
    try {
      return entries.size() * (MemoryUsage.ENTRY + MemoryUsage.GRAPH_ENTRY)
          + spenders.size() * MemoryUsage.SPENDER
          + deltas.size() * MemoryUsage.DELTA
          + MemoryUsage.ofList(listCapacity)
          + graph.memory()
          + transactionBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the rate a full mempool asks for; zero when there is room. */
  public FeeRate rollingMinimum() {
    lock.lock();
    try {
      return rolling.current(now(), usage(), limits.maxBytes());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the rate that lets a transaction in now. */
  public FeeRate minimumRate() {
    FeeRate now = rollingMinimum();
    return now.compareTo(policy.minRelayRate()) > 0 ? now : policy.minRelayRate();
  }

  /** Returns the number the next event will have. */
  public long sequence() {
    lock.lock();
    try {
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a counter that grows with every change and every new tip. */
  public long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a change from outside: a new tip makes other templates. */
  public void countChange() {
    lock.lock();
    try {
      changes++;
    } finally {
      lock.unlock();
    }
  }

  public boolean isLoaded() {
    lock.lock();
    try {
      return loaded;
    } finally {
      lock.unlock();
    }
  }

  /** The attempt to load what was saved is over. */
  public void setLoaded() {
    lock.lock();
    try {
      loaded = true;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a new transaction would keep the limits on connected transactions. */
  public boolean fitsCluster(Transaction tx) {
    lock.lock();
    try {
      MempoolEntry probe =
          new MempoolEntry(tx, 0, 0, policy.bytesPerSigop(), now(), 0, 0, false, LockPoints.NONE);
      for (TxIn input : tx.inputs()) {
        MempoolEntry parent = entries.get(input.prevout().txid());
        if (parent != null) {
          probe.parents.add(parent);
        }
      }
      return !graph.stage(List.of(), List.of(probe)).oversized();
    } finally {
      lock.unlock();
    }
  }

  // ---- fee deltas

  /** Adds to the fee with which a transaction is judged, whether it is here or not. */
  public void prioritise(Txid txid, long deltaSats) {
    lock.lock();
    try {
      long sum = saturatedSum(deltas.getOrDefault(txid, 0L), deltaSats);
      MempoolEntry entry = entries.get(txid);
      if (entry != null) {
        entry.setModifiedFee(saturatedSum(entry.modifiedFee(), deltaSats));
        graph.feeChanged(entry);
        changes++;
      }
      String where = entry == null ? "not " : "";
      if (sum == 0) {
        deltas.remove(txid);
        info.info("PrioritiseTransaction: {} ({}in mempool) delta cleared", txid, where);
      } else {
        deltas.put(txid, sum);
        info.info(
            "PrioritiseTransaction: {} ({}in mempool) fee += {}, new delta={}",
            txid,
            where,
            MoneyText.of(deltaSats),
            MoneyText.of(sum));
      }
    } finally {
      lock.unlock();
    }
  }

  static long saturatedSum(long a, long b) {
    long sum = a + b;
    // Overflow shows as a sign that neither had.
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** Returns the fee delta of a transaction in satoshis, 0 if there is none. */
  public long delta(Txid txid) {
    lock.lock();
    try {
      return deltas.getOrDefault(txid, 0L);
    } finally {
      lock.unlock();
    }
  }

  /** Returns all fee deltas in satoshis. */
  public Map<Txid, Long> deltas() {
    lock.lock();
    try {
      return new LinkedHashMap<>(deltas);
    } finally {
      lock.unlock();
    }
  }

  // ---- transactions of our own that nobody asked for yet

  /** Notes that a transaction of the mempool must reach a peer. */
  public void addUnbroadcast(Txid txid) {
    lock.lock();
    try {
      if (entries.containsKey(txid)) {
        unbroadcast.add(txid);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a peer has it. */
  public void removeUnbroadcast(Txid txid) {
    lock.lock();
    try {
      if (unbroadcast.remove(txid)) {
        log.debug("Removed {} from set of unbroadcast txns", txid);
      }
    } finally {
      lock.unlock();
    }
  }

  public boolean isUnbroadcast(Txid txid) {
    lock.lock();
    try {
      return unbroadcast.contains(txid);
    } finally {
      lock.unlock();
    }
  }

  public Set<Txid> unbroadcast() {
    lock.lock();
    try {
      return new LinkedHashSet<>(unbroadcast);
    } finally {
      lock.unlock();
    }
  }

  // ---- changes, by this package only and with the lock held

  /** Makes a change worked out before: takes out {@code removed} and puts in {@code added}. */
  void apply(
      TxGraph.Staged staged, Collection<MempoolEntry> removed, Collection<MempoolEntry> added) {
    staged.commit();
    for (MempoolEntry entry : removed) {
      unindex(entry, RemovalReason.REPLACED);
    }
    added.forEach(this::index);
  }

  private void index(MempoolEntry entry) {
    entries.put(entry.txid(), entry);
    byWtxid.put(entry.tx().wtxid(), entry);
    for (TxIn input : entry.tx().inputs()) {
      spenders.put(input.prevout(), entry);
    }
    byTime.computeIfAbsent(entry.time(), t -> new LinkedHashSet<>()).add(entry);
    changes++;
    totalVsize += entry.vsize();
    totalFees += entry.baseFee();
    transactionBytes += MemoryUsage.of(entry.tx());
    if (entries.size() > listCapacity) {
      listCapacity = Math.max(1, listCapacity * 2);
    }
  }

  /** Tells the listener that an entry is in; separate from putting it in, as it may go at once. */
  void announce(MempoolEntry entry, boolean alone) {
    listener.added(entry, alone, sequence++);
  }

  private void unindex(MempoolEntry entry, RemovalReason reason) {
    long number = sequence++;
    listener.removed(entry.tx(), reason, number);
    for (TxIn input : entry.tx().inputs()) {
      spenders.remove(input.prevout(), entry);
    }
    if (unbroadcast.remove(entry.txid())) {
      log.debug(
          "Removed {} from set of unbroadcast txns before confirmation that txn was sent out",
          entry.txid());
    }
    entries.remove(entry.txid());
    byWtxid.remove(entry.tx().wtxid());
    changes++;
    totalVsize -= entry.vsize();
    totalFees -= entry.baseFee();
    transactionBytes -= MemoryUsage.of(entry.tx());
    byTime.getOrDefault(entry.time(), Set.of()).remove(entry);
    if (byTime.getOrDefault(entry.time(), Set.of()).isEmpty()) {
      byTime.remove(entry.time());
    }
    if (!entries.isEmpty() && entries.size() * 2 < listCapacity) {
      listCapacity = entries.size();
    }
  }

  /** Takes out entries whose descendants are among them or stay valid without them. */
  void remove(Collection<MempoolEntry> gone, RemovalReason reason) {
    if (gone.isEmpty()) {
      return;
    }
    List<MempoolEntry> list = List.copyOf(gone);
    graph.stage(list, List.of()).commit();
    for (MempoolEntry entry : list) {
      unindex(entry, reason);
    }
  }

  /** Takes out entries that the graph has given up already. */
  void forget(Collection<MempoolEntry> gone, RemovalReason reason) {
    for (MempoolEntry entry : gone) {
      unindex(entry, reason);
    }
  }

  /** Takes out entries with all their descendants. */
  void removeWithDescendants(Collection<MempoolEntry> roots, RemovalReason reason) {
    remove(TxGraph.withDescendants(roots), reason);
  }

  /** Takes out a transaction, or if it is not here whatever spends from it, with descendants. */
  void removeRecursive(Transaction tx, RemovalReason reason) {
    MempoolEntry entry = entries.get(tx.txid());
    List<MempoolEntry> roots = entry != null ? List.of(entry) : spendersOf(tx);
    removeWithDescendants(roots, reason);
  }

  /** Returns the entries that spend outputs of {@code tx}. */
  List<MempoolEntry> spendersOf(Transaction tx) {
    Set<MempoolEntry> out = new LinkedHashSet<>();
    for (int i = 0; i < tx.outputs().size(); i++) {
      MempoolEntry spender = spenders.get(new OutPoint(tx.txid(), i));
      if (spender != null) {
        out.add(spender);
      }
    }
    return List.copyOf(out);
  }

  /**
   * A block confirmed these transactions: they go, and so does what contradicts them.
   *
   * @return those that were here
   */
  List<MempoolEntry> blockConnected(List<Transaction> transactions) {
    List<MempoolEntry> confirmed = new ArrayList<>();
    for (Transaction tx : transactions) {
      MempoolEntry entry = entries.get(tx.txid());
      if (entry != null) {
        confirmed.add(entry);
      }
    }
    remove(confirmed, RemovalReason.BLOCK);
    for (Transaction tx : transactions) {
      for (TxIn input : tx.inputs()) {
        MempoolEntry conflict = spenders.get(input.prevout());
        if (conflict != null) {
          deltas.remove(conflict.txid());
          removeWithDescendants(List.of(conflict), RemovalReason.CONFLICT);
        }
      }
      deltas.remove(tx.txid());
    }
    rolling.blockConnected(now());
    return confirmed;
  }

  /**
   * Takes out what is older than the limit, then the worst while there is too much.
   *
   * @return outputs that nobody here spends any more
   */
  List<OutPoint> enforceLimits() {
    long oldest = now() - limits.expirySeconds();
    List<MempoolEntry> expired = new ArrayList<>();
    byTime.headMap(oldest, false).values().forEach(expired::addAll);
    if (!expired.isEmpty()) {
      Set<MempoolEntry> gone = TxGraph.withDescendants(expired);
      remove(gone, RemovalReason.EXPIRY);
      log.debug("Expired {} transactions from the memory pool", gone.size());
    }
    return trim();
  }

  private List<OutPoint> trim() {
    List<OutPoint> unspent = new ArrayList<>();
    int removed = 0;
    FeeRate highest = FeeRate.ZERO;
    while (!entries.isEmpty() && usage() > limits.maxBytes()) {
      Chunk worst = graph.chunks().last();
      FeeRate rate =
          new FeeRate(
              FeeRate.of(worst.rate().fee(), worst.rate().vsize()).satsPerKvb()
                  + policy.incrementalRate().satsPerKvb());
      rolling.raise(rate);
      highest = rate.compareTo(highest) > 0 ? rate : highest;
      removed += worst.entries().size();
      remove(worst.entries(), RemovalReason.SIZE_LIMIT);
      for (MempoolEntry entry : worst.entries()) {
        for (TxIn input : entry.tx().inputs()) {
          if (!entries.containsKey(input.prevout().txid())) {
            unspent.add(input.prevout());
          }
        }
      }
    }
    if (highest.compareTo(FeeRate.ZERO) > 0) {
      log.debug("Removed {} txn, rolling minimum fee bumped to {}", removed, highest);
    }
    return unspent;
  }

  /** Returns who spends what; a view for this package under the lock. */
  Map<OutPoint, MempoolEntry> spenders() {
    return spenders;
  }

  /** Compares sums with those that are kept; returns what is wrong. */
  Optional<String> sumsProblem(long vsize, long fees, long bytes) {
    if (vsize != totalVsize || fees != totalFees || bytes != transactionBytes) {
      return Optional.of("sums of sizes or fees are wrong");
    }
    int timed = byTime.values().stream().mapToInt(Set::size).sum();
    return byWtxid.size() != entries.size() || timed != entries.size()
        ? Optional.of("an index has not as many entries as there are")
        : Optional.empty();
  }

  /** Returns the entries as they came in; a view for this package under the lock. */
  Collection<MempoolEntry> all() {
    return entries.values();
  }
}
