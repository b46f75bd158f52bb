// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.mempool.Admission;
import org.moneyrocket.node.mempool.AdmissionResult;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.node.mempool.PackageResult;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;

/** The mempool as the peer code sees it. */
public final class MempoolPeers implements PeerMempool {
  private final Admission admission;
  private final Mempool pool;

  public MempoolPeers(Admission admission) {
    this.admission = admission;
    this.pool = admission.pool();
  }

  @Override
  public TxOutcome submit(Transaction transaction) {
    return outcome(admission.submit(transaction));
  }

  @Override
  public List<TxOutcome> submitPair(Transaction parent, Transaction child) {
    PackageResult result = admission.submitPackage(List.of(parent, child), Optional.empty());
    List<TxOutcome> outcomes = new ArrayList<>();
    for (Transaction transaction : List.of(parent, child)) {
      AdmissionResult own = result.results().get(transaction.wtxid());
      outcomes.add(
          own == null
              ? new TxOutcome(TxOutcome.Status.RECONSIDERABLE, result.text())
              : outcome(own));
    }
    return outcomes;
  }

  private static TxOutcome outcome(AdmissionResult result) {
    return switch (result) {
      case AdmissionResult.Accepted accepted -> new TxOutcome(TxOutcome.Status.ACCEPTED, "");
      case AdmissionResult.Present present ->
          new TxOutcome(TxOutcome.Status.REJECTED, "txn-already-in-mempool");
      case AdmissionResult.OtherWitness other ->
          new TxOutcome(TxOutcome.Status.REJECTED, "txn-same-nonwitness-data-in-mempool");
      case AdmissionResult.Rejected rejected ->
          new TxOutcome(
              switch (rejected.blame()) {
                case MISSING_INPUTS -> TxOutcome.Status.MISSING_INPUTS;
                case RECONSIDERABLE -> TxOutcome.Status.RECONSIDERABLE;
                case WITNESS_STRIPPED -> TxOutcome.Status.WITNESS_STRIPPED;
                default -> TxOutcome.Status.REJECTED;
              },
              rejected.why().toString());
    };
  }

  @Override
  public void delivered(Txid txid) {
    pool.removeUnbroadcast(txid);
  }

  @Override
  public List<Transaction> undelivered() {
    return locked(
        () ->
            pool.unbroadcast().stream()
                .flatMap(txid -> pool.find(txid).stream())
                .map(MempoolEntry::tx)
                .toList());
  }

  @Override
  public @Nullable Entry byTxid(Txid txid) {
    return entry(locked(() -> pool.find(txid)));
  }

  @Override
  public @Nullable Entry byWtxid(Wtxid wtxid) {
    return entry(locked(() -> pool.find(wtxid)));
  }

  private static @Nullable Entry entry(Optional<MempoolEntry> found) {
    return found.map(MempoolPeers::describe).orElse(null);
  }

  private static Entry describe(MempoolEntry entry) {
    return new Entry(entry.tx(), FeeRate.of(entry.baseFee(), entry.vsize()), entry.sequence());
  }

  @Override
  public FeeRate rollingMinimum() {
    return locked(pool::rollingMinimum);
  }

  @Override
  public FeeRate minRelayFee() {
    return pool.policy().minRelayRate();
  }

  @Override
  public Ordered all() {
    return locked(() -> ordered(pool.inMiningOrder()));
  }

  @Override
  public Ordered bestOf(Collection<Wtxid> wanted) {
    return locked(() -> ordered(pool.inMiningOrder(wanted)));
  }

  private Ordered ordered(List<MempoolEntry> entries) {
    return new Ordered(entries.stream().map(MempoolPeers::describe).toList(), pool.sequence());
  }

  private <T> T locked(Supplier<T> work) {
    ReentrantLock lock = pool.lock();
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
