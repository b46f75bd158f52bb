// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.coins.LedgerWatcher.Change;
import org.moneyrocket.wallet.store.TxRecord;
import org.moneyrocket.wallet.store.TxState;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a {@link Ledger} up to date with blocks, the mempool and our own sends; stores changes.
 */
public final class LedgerSync {
  private static final Logger log = LoggerFactory.getLogger(LedgerSync.class);
  private static final int TRUC_VERSION = 3;

  private final Ledger ledger;
  private final AddressBook book;
  private final ScriptOwner owner;
  private final BlockSource chain;
  private final WalletRecords records;
  private final LedgerWatcher watcher;
  private final String logName;

  /** Which wallet transactions a mempool transaction keeps out. */
  private final Map<Txid, Set<Txid>> keptOutBy = new HashMap<>();

  /** Which wallet transactions a version 3 transaction in the mempool spends from. */
  private final Map<Txid, Set<Txid>> trucParents = new HashMap<>();

  private boolean markUsed;
  private long birthTime = Long.MAX_VALUE;

  /**
   * @param logName name of the wallet in log lines
   */
  public LedgerSync(
      Ledger ledger,
      AddressBook book,
      ScriptOwner owner,
      BlockSource chain,
      WalletRecords records,
      LedgerWatcher watcher,
      String logName) {
    this.ledger = ledger;
    this.book = book;
    this.owner = owner;
    this.chain = chain;
    this.records = records;
    this.watcher = watcher;
    this.logName = logName;
  }

  /** Switches the marking of addresses that were spent from. */
  public void setMarkUsed(boolean markUsed) {
    this.markUsed = markUsed;
  }

  /** Returns when the wallet's first key or transaction was made, in seconds since 1970. */
  public long birthTime() {
    return birthTime;
  }

  public void lowerBirthTime(long seconds) {
    birthTime = Math.min(birthTime, seconds);
  }

  // ---- loading

  /** Takes over stored transactions as they were; {@link #locate} says what has become of them. */
  public void load(WalletContents contents) {
    boolean unordered = false;
    for (TxRecord record : contents.transactions()) {
      WalletTx tx = new WalletTx(record, contents.variants(record.transaction().txid()));
      unordered |= tx.orderPosition() == -1;
      tx.chooseMain();
      ledger.insert(tx);
    }
    ledger.setNextOrderPosition(contents.nextOrderPosition().orElse(0L));
    contents.lockedOutputs().forEach(outPoint -> ledger.setLocked(outPoint, true));
    if (unordered) {
      reorder();
    }
    ledger.refreshOwnOutputs();
    for (WalletTx tx : ledger.ordered()) {
      addSpends(tx);
      lowerBirthTime(tx.time());
    }
  }

  /**
   * Asks the chain where the blocks of the stored transactions are now. What is not on the chain
   * counts as unconfirmed until its block is seen again.
   */
  public void locate() {
    ledger.ordered().forEach(this::locate);
    ledger.refreshOwnOutputs();
  }

  /** Marks what follows from conflicts and lost coinbases; needs the last block to be set. */
  public void settleLoaded() {
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.state() instanceof TxState.BlockConflicted(BlockHash block, int height)) {
        ledger.children(tx).forEach(child -> markConflicted(block, height, child.txid()));
      }
    }
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.isCoinbase() && tx.isInactive()) {
        abandon(tx);
      }
    }
  }

  private void locate(WalletTx tx) {
    switch (tx.state()) {
      case TxState.Confirmed(BlockHash block, int _, int position) ->
          tx.setState(
              activeHeight(block)
                  .<TxState>map(height -> new TxState.Confirmed(block, height, position))
                  .orElse(TxState.INACTIVE));
      case TxState.BlockConflicted(BlockHash block, int _) ->
          tx.setState(
              activeHeight(block)
                  .<TxState>map(height -> new TxState.BlockConflicted(block, height))
                  .orElse(TxState.INACTIVE));
      case TxState.InMempool _, TxState.Inactive _, TxState.Unrecognized _ -> {}
    }
    tx.chooseMain();
  }

  private Optional<Integer> activeHeight(BlockHash hash) {
    return chain.block(hash).filter(BlockInfo::active).map(info -> info.ref().height());
  }

  /** Numbers transactions by the time they came, for wallets of very old programs. */
  private void reorder() {
    List<WalletTx> byTime = new ArrayList<>(ledger.all());
    byTime.sort(java.util.Comparator.comparingLong(WalletTx::timeReceived));
    long position = 0;
    for (WalletTx tx : byTime) {
      ledger.reorder(tx, position++);
      write(tx);
    }
    ledger.setNextOrderPosition(position);
    records.putNextOrderPosition(position);
  }

  // ---- adding

  /**
   * Adds or updates a transaction of ours.
   *
   * @param notes changes what is written about it
   */
  public WalletTx add(
      Transaction transaction,
      TxState state,
      UnaryOperator<TxRecord.Notes> notes,
      boolean rescanning) {
    if (markUsed) {
      transaction.inputs().forEach(this::markInputUsed);
    }
    WalletTx existing = ledger.find(transaction.txid()).orElse(null);
    WalletTx tx = existing == null ? new WalletTx(transaction, state) : existing;
    TxRecord.Notes before = tx.notes();
    tx.setNotes(notes.apply(before));
    boolean changed = !tx.notes().equals(before);
    if (existing == null) {
      tx.setTimeReceived(chain.now());
      long position = ledger.nextOrderPosition();
      ledger.setNextOrderPosition(position + 1);
      records.putNextOrderPosition(position + 1);
      tx.setOrderPosition(position);
      ledger.insert(tx);
      tx.setTimeSmart(SmartTime.of(tx, ledger, chain, rescanning));
      addSpends(tx);
      lowerBirthTime(tx.time());
    } else {
      changed |= tx.update(transaction, state);
    }
    if (tx.isCoinbase() && tx.isInactive()) {
      abandonWithDescendants(tx);
    }
    log.info(
        "{} AddToWallet {} {} {}",
        logName,
        tx.txid(),
        existing == null ? "new" : changed ? "update" : "no-change",
        describe(state));
    if (existing == null || changed) {
      write(tx);
    }
    ledger.refreshOwnOutputs(tx);
    watcher.changed(tx, existing == null ? Change.ADDED : Change.UPDATED);
    return tx;
  }

  private static String describe(TxState state) {
    return switch (state) {
      case TxState.Confirmed s ->
          "Confirmed (block="
              + s.block()
              + ", height="
              + s.height()
              + ", index="
              + s.position()
              + ")";
      case TxState.InMempool() -> "InMempool";
      case TxState.BlockConflicted s ->
          "BlockConflicted (block=" + s.block() + ", height=" + s.height() + ")";
      case TxState.Inactive(boolean abandoned) ->
          "Inactive (abandoned=" + (abandoned ? 1 : 0) + ")";
      case TxState.Unrecognized s ->
          "Unrecognized (block=" + s.hash() + ", index=" + s.index() + ")";
    };
  }

  private void markInputUsed(TxIn in) {
    ledger.ownOutput(in.prevout()).ifPresent(own -> book.setUsed(own.output().script(), true));
  }

  private void addSpends(WalletTx tx) {
    if (tx.isCoinbase()) {
      return;
    }
    for (TxIn in : tx.transaction().inputs()) {
      ledger.addSpend(in.prevout(), tx.txid());
      unlock(in.prevout());
      shareNotes(in.prevout());
    }
  }

  /** Gives all equal transactions that spend an output what was written about the first of them. */
  private void shareNotes(OutPoint outPoint) {
    Set<Txid> spenders = ledger.spenders(outPoint);
    if (spenders.size() < 2) {
      return;
    }
    WalletTx first = null;
    for (Txid txid : spenders) {
      WalletTx tx = ledger.find(txid).orElse(null);
      if (tx != null && (first == null || tx.orderPosition() < first.orderPosition())) {
        first = tx;
      }
    }
    for (Txid txid : spenders) {
      WalletTx tx = ledger.find(txid).orElse(null);
      if (first != null && tx != null && tx != first && first.isEquivalentTo(tx)) {
        tx.setNotes(first.notes());
        tx.setTimeSmart(first.timeSmart());
      }
    }
  }

  private void write(WalletTx tx) {
    records.putTransaction(tx.toRecord(), tx.variants());
  }

  /** Adds a transaction if it is known, pays us or spends from us; returns whether it does. */
  private boolean addIfOurs(Transaction transaction, TxState state, boolean rescanning) {
    if (state instanceof TxState.Confirmed(BlockHash block, int height, int _)) {
      markConflictsOf(transaction, block, height);
    }
    boolean known = ledger.find(transaction.txid()).isPresent();
    if (!known && !paysUs(transaction) && !ledger.isFromMe(transaction)) {
      return false;
    }
    for (TxOut output : transaction.outputs()) {
      if (owner.isMine(output.script())) {
        owner.paid(output.script());
      }
    }
    add(transaction, state, UnaryOperator.identity(), rescanning);
    return true;
  }

  private boolean paysUs(Transaction transaction) {
    return transaction.outputs().stream().anyMatch(output -> owner.isMine(output.script()));
  }

  private void markConflictsOf(Transaction transaction, BlockHash block, int height) {
    for (TxIn in : transaction.inputs()) {
      for (Txid spender : List.copyOf(ledger.spenders(in.prevout()))) {
        if (!spender.equals(transaction.txid())) {
          log.info(
              "{} Transaction {} (in block {}) conflicts with wallet transaction {} (both spend"
                  + " {})",
              logName,
              transaction.txid(),
              block,
              spender,
              in.prevout());
          markConflicted(block, height, spender);
        }
      }
    }
  }

  // ---- blocks

  /** Adds what a scan found in an old block; returns whether there was anything of ours. */
  public boolean addFromScan(Block block, BlockRef ref) {
    return addAll(block, ref, true, false);
  }

  private boolean addAll(Block block, BlockRef ref, boolean rescanning, boolean leaveMempool) {
    boolean changed = false;
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      TxState state = new TxState.Confirmed(ref.hash(), ref.height(), i);
      changed |= addIfOurs(transaction, state, rescanning);
      if (leaveMempool) {
        releaseConflicts(transaction.txid());
      }
    }
    return changed;
  }

  /** Applies the next block of the chain; returns whether there was anything of ours. */
  public boolean blockConnected(Block block, BlockRef ref) {
    ledger.setLastBlock(ref);
    return addAll(block, ref, false, true);
  }

  /** Takes the last block back. */
  public void blockDisconnected(Block block, BlockRef ref) {
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      // A coinbase without its block can never be relayed.
      addIfOurs(transaction, i == 0 ? TxState.ABANDONED : TxState.INACTIVE, false);
      for (TxIn in : transaction.inputs()) {
        liftConflicts(in.prevout(), ref.height());
      }
    }
    ledger.setLastBlock(new BlockRef(block.header().previous(), ref.height() - 1));
  }

  /** Takes back all blocks above a height, for when nobody delivers them one by one. */
  public void rewindTo(BlockRef forkPoint) {
    int height = forkPoint.height();
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.state() instanceof TxState.Confirmed s && s.height() > height) {
        add(
            tx.transaction(),
            tx.isCoinbase() ? TxState.ABANDONED : TxState.INACTIVE,
            UnaryOperator.identity(),
            false);
      } else if (tx.state() instanceof TxState.BlockConflicted s && s.height() > height) {
        tx.setState(TxState.INACTIVE);
        write(tx);
        watcher.changed(tx, Change.TOUCHED);
      }
    }
    ledger.setLastBlock(forkPoint);
  }

  private void liftConflicts(OutPoint outPoint, int height) {
    for (Txid spender : List.copyOf(ledger.spenders(outPoint))) {
      updateWithDescendants(
          spender,
          true,
          tx -> {
            if (tx.state() instanceof TxState.BlockConflicted s && s.height() >= height) {
              tx.setState(TxState.INACTIVE);
              return true;
            }
            return false;
          });
    }
  }

  private void markConflicted(BlockHash block, int height, Txid txid) {
    if (ledger.lastHeight() < 0 || height < 0) {
      return;
    }
    int depth = -(ledger.lastHeight() - height + 1);
    if (depth >= 0) {
      return;
    }
    updateWithDescendants(
        txid,
        true,
        tx -> {
          if (depth < ledger.depth(tx)) {
            tx.setState(new TxState.BlockConflicted(block, height));
            return true;
          }
          return false;
        });
  }

  /** Applies {@code change} to a transaction and, where it changed something, to its children. */
  private void updateWithDescendants(Txid txid, boolean store, Predicate<WalletTx> change) {
    Deque<Txid> todo = new ArrayDeque<>(List.of(txid));
    Set<Txid> done = new HashSet<>();
    while (!todo.isEmpty()) {
      Txid next = todo.remove();
      WalletTx tx = ledger.find(next).orElse(null);
      if (!done.add(next) || tx == null || !change.test(tx)) {
        continue;
      }
      if (store) {
        write(tx);
      }
      watcher.changed(tx, Change.TOUCHED);
      ledger.children(tx).forEach(child -> todo.add(child.txid()));
    }
  }

  // ---- mempool

  /** A transaction entered the mempool. */
  public void mempoolAdded(Transaction transaction) {
    addIfOurs(transaction, TxState.IN_MEMPOOL, false);
    Txid txid = transaction.txid();
    for (TxIn in : transaction.inputs()) {
      for (Txid spender : List.copyOf(ledger.spenders(in.prevout()))) {
        if (!spender.equals(txid)) {
          keepOut(spender, txid);
        }
      }
    }
    if (transaction.version() == TRUC_VERSION) {
      for (TxIn in : transaction.inputs()) {
        ledger
            .find(in.prevout().txid())
            .filter(WalletTx::isUnconfirmed)
            .ifPresent(parent -> setTrucChild(parent, txid));
      }
    }
  }

  /** A version 3 parent has one child only: others that spend from it are kept out by it. */
  private void setTrucChild(WalletTx parent, Txid child) {
    parent.setTrucChild(child);
    trucParents.computeIfAbsent(child, t -> new HashSet<>()).add(parent.txid());
    for (WalletTx sibling : ledger.children(parent)) {
      if (!sibling.txid().equals(child)) {
        keepOut(sibling.txid(), child);
      }
    }
  }

  private void keepOut(Txid txid, Txid by) {
    updateWithDescendants(
        txid,
        false,
        tx -> {
          keptOutBy.computeIfAbsent(by, t -> new HashSet<>()).add(tx.txid());
          return tx.addMempoolConflict(by);
        });
  }

  /** A transaction left the mempool without getting into a block. */
  public void mempoolRemoved(Txid txid, RemovalReason reason) {
    WalletTx tx = ledger.find(txid).orElse(null);
    if (tx != null) {
      refreshMempoolState(tx);
      // The block that holds the conflict may have been applied before or is still to come.
      if (reason == RemovalReason.CONFLICT && !tx.isBlockConflicted() && !tx.isConfirmed()) {
        add(tx.transaction(), TxState.INACTIVE, UnaryOperator.identity(), false);
      }
    }
    releaseConflicts(txid);
  }

  /** Sets the state by what the node says, without waiting for its events. */
  public void refreshMempoolState(WalletTx tx) {
    if (chain.inMempool(tx.txid())) {
      tx.setState(TxState.IN_MEMPOOL);
    } else if (tx.inMempool()) {
      tx.setState(TxState.INACTIVE);
    } else {
      return;
    }
    watcher.changed(tx, Change.TOUCHED);
  }

  private void releaseConflicts(Txid txid) {
    Set<Txid> keptOut = keptOutBy.remove(txid);
    if (keptOut != null) {
      for (Txid other : keptOut) {
        ledger
            .find(other)
            .filter(tx -> tx.removeMempoolConflict(txid))
            .ifPresent(tx -> watcher.changed(tx, Change.TOUCHED));
      }
    }
    Set<Txid> parents = trucParents.remove(txid);
    if (parents != null) {
      for (Txid parent : parents) {
        ledger
            .find(parent)
            .filter(tx -> tx.trucChild().equals(Optional.of(txid)))
            .ifPresent(tx -> tx.setTrucChild(null));
      }
    }
  }

  // ---- what users do

  /** Remembers that a transaction was replaced by another. */
  public void markReplaced(WalletTx original, Txid replacement) {
    original.setNotes(original.notes().withReplacedBy(replacement));
    refreshMempoolState(original);
    write(original);
    watcher.changed(original, Change.UPDATED);
  }

  /** Notes that the node took a transaction, before its event arrives. */
  public void enteredMempool(WalletTx tx) {
    tx.setState(TxState.IN_MEMPOOL);
    watcher.changed(tx, Change.TOUCHED);
  }

  /** Tells whether a transaction can be given up. */
  public boolean canAbandon(WalletTx tx) {
    return !tx.isAbandoned() && ledger.depth(tx) == 0 && !tx.inMempool();
  }

  /** Gives up a transaction and what spends from it; false if it is in a block or the mempool. */
  public boolean abandon(WalletTx tx) {
    if (ledger.depth(tx) != 0 || tx.inMempool()) {
      return false;
    }
    updateWithDescendants(
        tx.txid(),
        true,
        one -> {
          if (one.isBlockConflicted() || one.isAbandoned()) {
            return false;
          }
          one.setState(TxState.ABANDONED);
          return true;
        });
    return true;
  }

  private void abandonWithDescendants(WalletTx coinbase) {
    Deque<WalletTx> todo = new ArrayDeque<>(List.of(coinbase));
    Set<Txid> done = new HashSet<>();
    while (!todo.isEmpty()) {
      WalletTx tx = todo.remove();
      if (done.add(tx.txid())) {
        tx.setState(TxState.ABANDONED);
        write(tx);
        todo.addAll(ledger.children(tx));
      }
    }
  }

  /**
   * Locks a coin for automatic selection.
   *
   * @param persistent whether the lock survives a restart; one that does stays so until it is taken
   *     off
   */
  public void lock(OutPoint outPoint, boolean persistent) {
    boolean already = Boolean.TRUE.equals(ledger.locked().get(outPoint));
    if (persistent && !already) {
      records.putLockedOutput(outPoint);
    }
    ledger.setLocked(outPoint, persistent || already);
  }

  /** Takes the lock off a coin, if it has one. */
  public void unlock(OutPoint outPoint) {
    Boolean persistent = ledger.locked().get(outPoint);
    if (persistent != null) {
      if (persistent) {
        records.deleteLockedOutput(outPoint);
      }
      ledger.removeLock(outPoint);
    }
  }

  /** Undoes {@link #add} in memory, when storing failed. */
  public void drop(Txid txid) {
    ledger.find(txid).ifPresent(ledger::remove);
  }

  /** Forgets a transaction. */
  public void forget(WalletTx tx) {
    records.deleteTransaction(tx.txid());
    ledger.remove(tx);
    watcher.changed(tx, Change.TOUCHED);
  }
}
