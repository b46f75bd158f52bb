// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.testkit.TestChain;

/** A mempool that takes everything; each transaction pays what the test says. */
final class OpenPool implements PeerMempool {
  final Map<Txid, Entry> entries = new LinkedHashMap<>();
  final Set<Txid> delivered = new TreeSet<>();
  FeeRate rolling = FeeRate.ZERO;
  private long sequence = 1;
  private int made;

  /** Makes a transaction that nothing else has to do with, and takes it in. */
  Transaction add(long satsPerKvb) {
    byte[] id = new byte[32];
    id[0] = (byte) made;
    id[1] = (byte) (made >> 8);
    id[2] = 1;
    made++;
    return add(spend(new OutPoint(new Txid(Bytes.wrap(id)), 0)), satsPerKvb);
  }

  Transaction add(Transaction tx, long satsPerKvb) {
    entries.put(tx.txid(), new Entry(tx, new FeeRate(satsPerKvb), sequence++));
    return tx;
  }

  void remove(Transaction tx) {
    entries.remove(tx.txid());
    sequence++;
  }

  static Transaction spend(OutPoint outpoint) {
    return TestChain.spend(List.of(outpoint), List.of(new TxOut(1000, TestChain.ANYONE)));
  }

  @Override
  public TxOutcome submit(Transaction transaction) {
    add(transaction, 1000);
    return new TxOutcome(TxOutcome.Status.ACCEPTED, "");
  }

  @Override
  public List<TxOutcome> submitPair(Transaction parent, Transaction child) {
    return List.of(submit(parent), submit(child));
  }

  @Override
  public void delivered(Txid txid) {
    delivered.add(txid);
  }

  @Override
  public List<Transaction> undelivered() {
    return List.of();
  }

  @Override
  public @Nullable Entry byTxid(Txid txid) {
    return entries.get(txid);
  }

  @Override
  public @Nullable Entry byWtxid(Wtxid wtxid) {
    return entries.values().stream()
        .filter(entry -> entry.transaction().wtxid().equals(wtxid))
        .findFirst()
        .orElse(null);
  }

  @Override
  public FeeRate rollingMinimum() {
    return rolling;
  }

  @Override
  public FeeRate minRelayFee() {
    return new FeeRate(100);
  }

  @Override
  public Ordered all() {
    return ordered(entries.values());
  }

  @Override
  public Ordered bestOf(Collection<Wtxid> wanted) {
    return ordered(
        entries.values().stream()
            .filter(entry -> wanted.contains(entry.transaction().wtxid()))
            .toList());
  }

  private Ordered ordered(Collection<Entry> all) {
    List<Entry> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingLong((Entry entry) -> -entry.rate().satsPerKvb())
            .thenComparing(entry -> entry.transaction().txid()));
    return new Ordered(sorted, sequence);
  }
}
