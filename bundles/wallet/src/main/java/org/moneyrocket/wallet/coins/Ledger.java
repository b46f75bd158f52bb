// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.TxState;
import org.moneyrocket.wallet.store.UnitOfWork;

/** All transactions of a wallet, what they spend and which outputs are its own. */
public final class Ledger {
  /** Blocks on top of a coinbase, itself included, before it may be spent. */
  private static final int COINBASE_DEPTH = 101;

  /** How an output of ours is spent, the strongest of all spenders. */
  public enum Spent {
    NO,
    /** By a transaction that is neither in a block nor in the mempool. */
    OUTSIDE_MEMPOOL,
    IN_MEMPOOL,
    CONFIRMED
  }

  private final UnitOfWork unit;
  private final Map<Txid, WalletTx> transactions;
  private final NavigableSet<WalletTx> ordered =
      new TreeSet<>(
          Comparator.comparingLong(WalletTx::orderPosition).thenComparing(WalletTx::txid));
  private final Map<OutPoint, Set<Txid>> spends;
  private final Map<OutPoint, OwnOutput> ownOutputs;
  private final Map<OutPoint, Boolean> locked;
  private final ScriptOwner owner;
  private final MemoryValue<Optional<BlockRef>> lastBlock;
  private final MemoryValue<Long> nextOrderPosition;
  private int rewinds;

  public Ledger(ScriptOwner owner, UnitOfWork unit) {
    this.owner = owner;
    this.unit = unit;
    this.transactions = unit.map(new HashMap<>());
    this.spends = unit.map(new HashMap<>());
    this.ownOutputs = unit.map(new LinkedHashMap<>());
    this.locked = unit.map(new LinkedHashMap<>());
    this.lastBlock = unit.value(Optional.empty());
    this.nextOrderPosition = unit.value(0L);
  }

  // ---- contents

  public Optional<WalletTx> find(Txid txid) {
    return Optional.ofNullable(transactions.get(txid));
  }

  public int size() {
    return transactions.size();
  }

  /** Returns all transactions in no particular order. */
  public Collection<WalletTx> all() {
    return Collections.unmodifiableCollection(transactions.values());
  }

  /** Returns all transactions in order of arrival. */
  public NavigableSet<WalletTx> ordered() {
    return Collections.unmodifiableNavigableSet(ordered);
  }

  /** Returns every output that ever paid to the wallet. */
  public Collection<OwnOutput> ownOutputs() {
    return Collections.unmodifiableCollection(ownOutputs.values());
  }

  public Optional<OwnOutput> ownOutput(OutPoint outPoint) {
    return Optional.ofNullable(ownOutputs.get(outPoint));
  }

  void insert(WalletTx tx) {
    transactions.put(tx.txid(), tx);
    order(tx);
  }

  private void order(WalletTx tx) {
    unit.undo(() -> ordered.remove(tx));
    ordered.add(tx);
  }

  private void takeOut(WalletTx tx) {
    unit.undo(() -> ordered.add(tx));
    ordered.remove(tx);
  }

  void remove(WalletTx tx) {
    transactions.remove(tx.txid());
    takeOut(tx);
    for (TxIn in : tx.transaction().inputs()) {
      Set<Txid> spenders = new LinkedHashSet<>(spenders(in.prevout()));
      spenders.remove(tx.txid());
      if (spenders.isEmpty()) {
        spends.remove(in.prevout());
      } else {
        spends.put(in.prevout(), spenders);
      }
    }
    for (int i = 0; i < tx.transaction().outputs().size(); i++) {
      ownOutputs.remove(new OutPoint(tx.txid(), i));
    }
  }

  void reorder(WalletTx tx, long position) {
    takeOut(tx);
    tx.setOrderPosition(position);
    order(tx);
  }

  /** Returns the place in the order of arrival that the next transaction gets. */
  public long nextOrderPosition() {
    return nextOrderPosition.get();
  }

  void setNextOrderPosition(long position) {
    nextOrderPosition.set(position);
  }

  /** Notes which outputs of a transaction are ours. */
  void refreshOwnOutputs(WalletTx tx) {
    ownOutputs.putAll(missing(tx));
  }

  private Map<OutPoint, OwnOutput> missing(WalletTx tx) {
    Map<OutPoint, OwnOutput> missing = new LinkedHashMap<>();
    List<TxOut> outputs = tx.transaction().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (owner.isMine(outputs.get(i).script())) {
        OutPoint outPoint = new OutPoint(tx.txid(), i);
        OwnOutput own = new OwnOutput(tx, i, outputs.get(i));
        if (!own.equals(ownOutputs.get(outPoint))) {
          missing.put(outPoint, own);
        }
      }
    }
    return missing;
  }

  /** Notes anew which outputs are ours, after scripts were added. */
  public void refreshOwnOutputs() {
    Map<OutPoint, OwnOutput> missing = new LinkedHashMap<>();
    ordered.forEach(tx -> missing.putAll(missing(tx)));
    if (!missing.isEmpty()) {
      unit.run(() -> ownOutputs.putAll(missing));
    }
  }

  // ---- spending

  void addSpend(OutPoint outPoint, Txid spender) {
    Set<Txid> spenders = new LinkedHashSet<>(spenders(outPoint));
    if (spenders.add(spender)) {
      spends.put(outPoint, spenders.size() == 1 ? Set.of(spender) : spenders);
    }
  }

  /** Returns the transactions of the wallet that spend an output. */
  Set<Txid> spenders(OutPoint outPoint) {
    return spends.getOrDefault(outPoint, Set.of());
  }

  /** Returns the transactions of the wallet that spend outputs of {@code tx}. */
  List<WalletTx> children(WalletTx tx) {
    List<WalletTx> children = new ArrayList<>();
    for (int i = 0; i < tx.transaction().outputs().size(); i++) {
      for (Txid spender : spenders(new OutPoint(tx.txid(), i))) {
        WalletTx child = transactions.get(spender);
        if (child != null) {
          children.add(child);
        }
      }
    }
    return children;
  }

  /** Tells whether a transaction that nothing known speaks against spends the output. */
  public boolean isSpent(OutPoint outPoint) {
    for (Txid spender : spenders(outPoint)) {
      WalletTx tx = transactions.get(spender);
      if (tx != null && tx.spends()) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether any output of a transaction is spent by another one of the wallet. */
  public boolean hasSpentOutput(Transaction tx) {
    for (int i = 0; i < tx.outputs().size(); i++) {
      if (isSpent(new OutPoint(tx.txid(), i))) {
        return true;
      }
    }
    return false;
  }

  public Spent howSpent(OutPoint outPoint) {
    Spent result = Spent.NO;
    for (Txid spender : spenders(outPoint)) {
      WalletTx tx = transactions.get(spender);
      if (tx == null) {
        continue;
      }
      Spent by =
          tx.isConfirmed()
              ? Spent.CONFIRMED
              : tx.inMempool() ? Spent.IN_MEMPOOL : tx.spends() ? Spent.OUTSIDE_MEMPOOL : Spent.NO;
      if (by.compareTo(result) > 0) {
        result = by;
      }
    }
    return result;
  }

  /** Returns the other transactions of the wallet that spend an output {@code tx} spends. */
  public Set<Txid> conflicts(WalletTx tx) {
    Set<Txid> conflicts = new TreeSet<>();
    for (TxIn in : tx.transaction().inputs()) {
      conflicts.addAll(spenders(in.prevout()));
    }
    conflicts.remove(tx.txid());
    return conflicts;
  }

  // ---- locks of coins

  public boolean isLocked(OutPoint outPoint) {
    return locked.containsKey(outPoint);
  }

  /** Returns locked coins and whether the lock survives a restart. */
  public Map<OutPoint, Boolean> locked() {
    return Collections.unmodifiableMap(locked);
  }

  void setLocked(OutPoint outPoint, boolean persistent) {
    locked.put(outPoint, persistent);
  }

  void removeLock(OutPoint outPoint) {
    locked.remove(outPoint);
  }

  // ---- chain

  /** Returns the last block applied. */
  public Optional<BlockRef> lastBlock() {
    return lastBlock.get();
  }

  public int lastHeight() {
    return lastBlock.get().map(BlockRef::height).orElse(-1);
  }

  /** Returns how often blocks were taken back: whoever lets go of the lock sees if any were. */
  public int rewinds() {
    return rewinds;
  }

  void countRewind() {
    rewinds++;
  }

  public void setLastBlock(BlockRef block) {
    unit.run(() -> lastBlock.set(Optional.of(block)));
  }

  /** Returns confirmations: 0 for none, negative when a block holds a conflict. */
  public int depth(WalletTx tx) {
    return switch (tx.state()) {
      case TxState.Confirmed s -> s.height() < 0 ? 0 : lastHeight() - s.height() + 1;
      case TxState.BlockConflicted s -> s.height() < 0 ? 0 : -(lastHeight() - s.height() + 1);
      case TxState.InMempool _, TxState.Inactive _, TxState.Unrecognized _ -> 0;
    };
  }

  /** Tells whether it is a coinbase that cannot be spent yet. */
  public boolean isImmature(WalletTx tx) {
    return tx.isCoinbase() && depth(tx) < COINBASE_DEPTH;
  }

  // ---- amounts, in satoshis

  public boolean isMine(TxOut output) {
    return owner.isMine(output.script());
  }

  /** Returns the value of our own outputs that a transaction spends. */
  public long debit(Transaction tx) {
    long sum = 0;
    for (TxIn in : tx.inputs()) {
      sum += inputValue(in).orElse(0);
    }
    return sum;
  }

  private OptionalLong inputValue(TxIn in) {
    OwnOutput output = ownOutputs.get(in.prevout());
    return output == null ? OptionalLong.empty() : OptionalLong.of(output.output().valueSats());
  }

  /** Tells whether a transaction spends an output of ours. */
  public boolean isFromMe(Transaction tx) {
    return tx.inputs().stream().anyMatch(in -> ownOutputs.containsKey(in.prevout()));
  }

  /** Tells whether all inputs are ours. */
  public boolean allInputsMine(Transaction tx) {
    return tx.inputs().stream().allMatch(in -> ownOutputs.containsKey(in.prevout()));
  }

  /** Returns the value of the outputs that are ours; 0 for an immature coinbase. */
  public long credit(WalletTx tx) {
    if (isImmature(tx)) {
      return 0;
    }
    long sum = 0;
    for (TxOut output : tx.transaction().outputs()) {
      if (isMine(output)) {
        sum += output.valueSats();
      }
    }
    return sum;
  }
}
