// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.wallet.store.TxRecord;
import org.moneyrocket.wallet.store.TxState;
import org.moneyrocket.wallet.store.UnitOfWork;

/**
 * A transaction of the wallet. Several forms that differ in the witness may be known. Changes in a
 * unit of work only, and is as before if that fails.
 */
public final class WalletTx {
  private static final int TRUC_VERSION = 3;

  /** Prefers forms with a witness, then light ones. */
  private static final Comparator<Transaction> PREFERRED =
      Comparator.comparing((Transaction tx) -> !tx.hasWitness())
          .thenComparingInt(Transaction::weight);

  private final Txid txid;
  private final UnitOfWork unit;
  private final Map<Wtxid, Transaction> variants;
  private final Set<Txid> mempoolConflicts = new TreeSet<>();
  private Transaction main;
  private TxState state;
  private int changes;
  private long orderPosition = -1;
  private long timeReceived;
  private long timeSmart;
  private TxRecord.Notes notes = TxRecord.Notes.NONE;
  private @Nullable Txid trucChild;

  WalletTx(UnitOfWork unit, Transaction transaction, TxState state) {
    this.unit = unit;
    this.txid = transaction.txid();
    this.main = transaction;
    this.state = state;
    this.variants = unit.map(new TreeMap<>(Comparator.comparing(Wtxid::hash)));
    variants.put(transaction.wtxid(), transaction);
  }

  WalletTx(UnitOfWork unit, TxRecord record, Collection<Transaction> moreVariants) {
    this(unit, record.transaction(), record.state());
    this.orderPosition = record.orderPosition();
    this.timeReceived = record.timeReceived();
    this.timeSmart = record.timeSmart();
    this.notes = record.notes();
    for (Transaction variant : moreVariants) {
      variants.put(variant.wtxid(), variant);
    }
  }

  public TxRecord toRecord() {
    return new TxRecord(main, state, orderPosition, timeReceived, timeSmart, notes);
  }

  public Txid txid() {
    return txid;
  }

  /** Returns the form that is in a block, else the preferred one. */
  public Transaction transaction() {
    return main;
  }

  public Collection<Transaction> variants() {
    return List.copyOf(variants.values());
  }

  /** Returns the witness ids of the other forms. */
  public List<Wtxid> alternates() {
    List<Wtxid> others = new ArrayList<>(variants.keySet());
    others.remove(main.wtxid());
    return others;
  }

  /** Returns how often its state was set: whoever lets go of the lock sees if it was meanwhile. */
  public int changes() {
    return changes;
  }

  public TxState state() {
    return state;
  }

  void setState(TxState newState) {
    TxState before = state;
    unit.undo(() -> state = before);
    state = newState;
    changes++;
  }

  private void setMain(Transaction form) {
    Transaction before = main;
    unit.undo(() -> main = before);
    main = form;
  }

  /**
   * Takes note of a form and a state.
   *
   * @return whether anything changed
   */
  boolean update(Transaction form, TxState newState) {
    boolean changed = variants.putIfAbsent(form.wtxid(), form) == null;
    if (!state.equals(newState)) {
      setState(newState);
      if (isConfirmed()) {
        setMain(variants.getOrDefault(form.wtxid(), form));
      }
      changed = true;
    }
    return chooseMain() || changed;
  }

  /** Chooses the main form anew, unless a block decides; returns whether it changed. */
  boolean chooseMain() {
    if (isConfirmed()) {
      return false;
    }
    Transaction best = variants.values().stream().min(PREFERRED).orElse(main);
    boolean changed = !best.wtxid().equals(main.wtxid());
    if (changed) {
      setMain(best);
    }
    return changed;
  }

  public boolean isCoinbase() {
    return main.isCoinbase();
  }

  /** Tells whether the rules for version 3 transactions apply (BIP431). */
  public boolean isTruc() {
    return main.version() == TRUC_VERSION;
  }

  public boolean isConfirmed() {
    return state instanceof TxState.Confirmed;
  }

  public boolean inMempool() {
    return state instanceof TxState.InMempool;
  }

  public boolean isInactive() {
    return state instanceof TxState.Inactive;
  }

  public boolean isAbandoned() {
    return state instanceof TxState.Inactive(boolean abandoned) && abandoned;
  }

  public boolean isBlockConflicted() {
    return state instanceof TxState.BlockConflicted;
  }

  public boolean isMempoolConflicted() {
    return !mempoolConflicts.isEmpty();
  }

  /** Tells whether it waits for a block and nothing known speaks against it. */
  public boolean isUnconfirmed() {
    return !isAbandoned() && !isBlockConflicted() && !isMempoolConflicted() && !isConfirmed();
  }

  /** Tells whether its inputs count as spent. */
  boolean spends() {
    return !isAbandoned() && !isBlockConflicted() && !isMempoolConflicted();
  }

  /** Returns transactions in the mempool that spend the same coins, or those of an ancestor. */
  public Set<Txid> mempoolConflicts() {
    return Set.copyOf(mempoolConflicts);
  }

  boolean addMempoolConflict(Txid other) {
    boolean added = mempoolConflicts.add(other);
    if (added) {
      unit.undo(() -> mempoolConflicts.remove(other));
    }
    return added;
  }

  boolean removeMempoolConflict(Txid other) {
    boolean removed = mempoolConflicts.remove(other);
    if (removed) {
      unit.undo(() -> mempoolConflicts.add(other));
    }
    return removed;
  }

  /** Returns the version 3 transaction in the mempool that spends from this one, if any. */
  public Optional<Txid> trucChild() {
    return Optional.ofNullable(trucChild);
  }

  void setTrucChild(@Nullable Txid child) {
    @Nullable Txid before = trucChild;
    unit.undo(() -> trucChild = before);
    trucChild = child;
  }

  public long orderPosition() {
    return orderPosition;
  }

  void setOrderPosition(long position) {
    long before = orderPosition;
    unit.undo(() -> orderPosition = before);
    orderPosition = position;
  }

  /** Returns when it was first seen, in seconds since 1970. */
  public long timeReceived() {
    return timeReceived;
  }

  void setTimeReceived(long seconds) {
    long before = timeReceived;
    unit.undo(() -> timeReceived = before);
    timeReceived = seconds;
  }

  /** Returns the best knowledge of its time, 0 if there is none. */
  public long timeSmart() {
    return timeSmart;
  }

  void setTimeSmart(long seconds) {
    long before = timeSmart;
    unit.undo(() -> timeSmart = before);
    timeSmart = seconds;
  }

  /** Returns the time to show, in seconds since 1970. */
  public long time() {
    return timeSmart != 0 ? timeSmart : timeReceived;
  }

  public TxRecord.Notes notes() {
    return notes;
  }

  void setNotes(TxRecord.Notes written) {
    TxRecord.Notes before = notes;
    unit.undo(() -> notes = before);
    notes = written;
  }

  /** Tells whether two transactions differ only in signatures. */
  boolean isEquivalentTo(WalletTx other) {
    return unsigned(main).equals(unsigned(other.main));
  }

  private static Txid unsigned(Transaction transaction) {
    List<TxIn> inputs = new ArrayList<>();
    for (TxIn in : transaction.inputs()) {
      inputs.add(new TxIn(in.prevout(), Bytes.EMPTY, in.sequence()));
    }
    return transaction.withInputs(inputs).txid();
  }

  @Override
  public String toString() {
    return txid + " " + state;
  }
}
