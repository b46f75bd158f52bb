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
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.TxRecord;
import org.moneyrocket.wallet.store.TxState;
import org.moneyrocket.wallet.store.UnitOfWork;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a {@link Ledger} up to date with blocks, the mempool and our own sends; stores changes.
 * Each method is a unit of work: if it throws, ledger and file are as before and nobody heard of
 * anything.
 */
public final class LedgerSync {
  private static final Logger log = LoggerFactory.getLogger(LedgerSync.class);
  private static final int TRUC_VERSION = 3;

  private final Ledger ledger;
  private final AddressBook book;
  private final ScriptOwner owner;
  private final LongSupplier clock;
  private final WalletRecords records;
  private final UnitOfWork unit;
  private final LedgerWatcher watcher;
  private final String logName;

  /** Which wallet transactions a mempool transaction keeps out. */
  private final Map<Txid, Set<Txid>> keptOutBy;

  /** Which wallet transactions a version 3 transaction in the mempool spends from. */
  private final Map<Txid, Set<Txid>> trucParents;

  /** What the mempool or a block told of while a replay of the mempool is under way. */
  private final Set<Txid> toldOf = new HashSet<>();

  private int replays;

  /** Coinbases that are in no block yet, and the heights of theirs. */
  private final Map<Txid, Integer> awaited;

  private final MemoryValue<Boolean> markUsed;
  private final MemoryValue<Long> birthTime;

  /**
   * @param clock the node's clock in seconds since 1970, as it was asked last; does not block
   * @param logName name of the wallet in log lines
   */
  public LedgerSync(
      Ledger ledger,
      AddressBook book,
      ScriptOwner owner,
      LongSupplier clock,
      WalletRecords records,
      LedgerWatcher watcher,
      String logName) {
    this.ledger = ledger;
    this.book = book;
    this.owner = owner;
    this.clock = clock;
    this.records = records;
    this.unit = records.unit();
    this.watcher = watcher;
    this.logName = logName;
    this.awaited = unit.map(new HashMap<>());
    this.keptOutBy = unit.map(new HashMap<>());
    this.trucParents = unit.map(new HashMap<>());
    this.markUsed = unit.value(false);
    this.birthTime = unit.value(Long.MAX_VALUE);
  }

  /** Switches the marking of addresses that were spent from. */
  public void setMarkUsed(boolean markUsed) {
    unit.run(() -> this.markUsed.set(markUsed));
  }

  /** Returns when the wallet's first key or transaction was made, in seconds since 1970. */
  public long birthTime() {
    return birthTime.get();
  }

  /** Notes a key or transaction made at {@code seconds} since 1970. */
  public void lowerBirthTime(long seconds) {
    if (seconds < birthTime.get()) {
      unit.run(() -> birthTime.set(seconds));
    }
  }

  // ---- loading

  /** Takes over stored transactions as they were; {@link #locate} says what has become of them. */
  public void load(WalletContents contents) {
    boolean unordered = false;
    for (TxRecord record : contents.transactions()) {
      WalletTx tx = new WalletTx(unit, record, contents.variants(record.transaction().txid()));
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

  /** Returns the blocks that transactions of the wallet are in, or are kept out by. */
  public Set<BlockHash> blocks() {
    Set<BlockHash> blocks = new HashSet<>();
    for (WalletTx tx : ledger.all()) {
      if (tx.state() instanceof TxState.Confirmed(BlockHash block, int _, int _)) {
        blocks.add(block);
      } else if (tx.state() instanceof TxState.BlockConflicted(BlockHash block, int _)) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /**
   * Takes over where the blocks of the stored transactions are now. What is not on the chain counts
   * as unconfirmed until its block is seen again.
   *
   * @param heights heights of those of {@link #blocks} that are on the chain
   */
  public void locate(Map<BlockHash, Integer> heights) {
    unit.run(
        () -> {
          ledger.ordered().forEach(tx -> locate(tx, heights));
          ledger.refreshOwnOutputs();
        });
  }

  /**
   * Marks what follows from conflicts and lost coinbases, with regard to the last block. A coinbase
   * whose place in the chain has not been reached yet, because the chain is being built anew or a
   * crash lost its last blocks, waits for it, and what spends it is not given up.
   */
  public void settleLoaded() {
    unit.run(this::settle);
  }

  private void settle() {
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.state() instanceof TxState.BlockConflicted(BlockHash block, int height)) {
        ledger.children(tx).forEach(child -> markConflicted(block, height, child.txid()));
      }
    }
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.isCoinbase() && tx.isInactive() && !tx.isAbandoned()) {
        awaited.put(tx.txid(), CoinbaseHeight.of(tx.transaction()).orElse(0));
      }
    }
    abandonOvertaken();
  }

  /** Gives up coinbases in whose place the chain has another block by now. */
  private void abandonOvertaken() {
    for (Map.Entry<Txid, Integer> entry : List.copyOf(awaited.entrySet())) {
      if (entry.getValue() <= ledger.lastHeight()) {
        awaited.remove(entry.getKey());
        ledger.find(entry.getKey()).filter(WalletTx::isInactive).ifPresent(this::abandon);
      }
    }
  }

  private static void locate(WalletTx tx, Map<BlockHash, Integer> heights) {
    switch (tx.state()) {
      case TxState.Confirmed(BlockHash block, int _, int position) ->
          tx.setState(
              Optional.ofNullable(heights.get(block))
                  .<TxState>map(height -> new TxState.Confirmed(block, height, position))
                  .orElse(TxState.INACTIVE));
      case TxState.BlockConflicted(BlockHash block, int _) ->
          tx.setState(
              Optional.ofNullable(heights.get(block))
                  .<TxState>map(height -> new TxState.BlockConflicted(block, height))
                  .orElse(TxState.INACTIVE));
      case TxState.InMempool _, TxState.Inactive _, TxState.Unrecognized _ -> {}
    }
    tx.chooseMain();
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
   * @param block time of the block it was seen in, empty for none
   */
  public WalletTx add(
      Transaction transaction,
      TxState state,
      UnaryOperator<TxRecord.Notes> notes,
      Optional<BlockTime> block) {
    return unit.get(() -> addInUnit(transaction, state, notes, block));
  }

  private WalletTx addInUnit(
      Transaction transaction,
      TxState state,
      UnaryOperator<TxRecord.Notes> notes,
      Optional<BlockTime> block) {
    if (markUsed.get()) {
      transaction.inputs().forEach(this::markInputUsed);
    }
    WalletTx existing = ledger.find(transaction.txid()).orElse(null);
    WalletTx tx = existing == null ? new WalletTx(unit, transaction, state) : existing;
    TxRecord.Notes before = tx.notes();
    tx.setNotes(notes.apply(before));
    boolean changed = !tx.notes().equals(before);
    if (existing == null) {
      tx.setTimeReceived(clock.getAsLong());
      long position = ledger.nextOrderPosition();
      ledger.setNextOrderPosition(position + 1);
      records.putNextOrderPosition(position + 1);
      tx.setOrderPosition(position);
      ledger.insert(tx);
      tx.setTimeSmart(SmartTime.of(tx, ledger, block));
      addSpends(tx);
      lowerBirthTime(tx.time());
    } else {
      changed |= tx.update(transaction, state);
    }
    if (tx.isCoinbase() && tx.isInactive()) {
      abandonWithDescendants(tx);
    }
    String what = existing == null ? "new" : changed ? "update" : "no-change";
    unit.afterCommit(
        () -> log.info("{} AddToWallet {} {} {}", logName, tx.txid(), what, describe(state)));
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
  private boolean addIfOurs(Transaction transaction, TxState state, Optional<BlockTime> time) {
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
    add(transaction, state, UnaryOperator.identity(), time);
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

  /**
   * Adds what a scan found in an old block; returns whether there was anything of ours.
   *
   * @param maxTime greatest time of the block and those before it
   */
  public boolean addFromScan(Block block, BlockRef ref, long maxTime) {
    return unit.get(() -> addAll(block, ref, new BlockTime(maxTime, true), false));
  }

  private boolean addAll(Block block, BlockRef ref, BlockTime time, boolean leaveMempool) {
    boolean changed = false;
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      TxState state = new TxState.Confirmed(ref.hash(), ref.height(), i);
      changed |= addIfOurs(transaction, state, Optional.of(time));
      if (leaveMempool) {
        noteTold(transaction.txid());
        releaseConflicts(transaction.txid());
      }
    }
    return changed;
  }

  /** Applies the next block of the chain; returns whether there was anything of ours. */
  public boolean blockConnected(Block block, BlockRef ref) {
    return unit.get(
        () -> {
          ledger.setLastBlock(ref);
          boolean changed = addAll(block, ref, new BlockTime(block.header().time(), false), true);
          abandonOvertaken();
          return changed;
        });
  }

  /** Takes the last block back. */
  public void blockDisconnected(Block block, BlockRef ref) {
    unit.run(() -> disconnect(block, ref));
  }

  private void disconnect(Block block, BlockRef ref) {
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction transaction = transactions.get(i);
      // A coinbase without its block can never be relayed.
      addIfOurs(transaction, i == 0 ? TxState.ABANDONED : TxState.INACTIVE, Optional.empty());
      noteTold(transaction.txid());
      for (TxIn in : transaction.inputs()) {
        liftConflicts(in.prevout(), ref.height());
      }
    }
    ledger.countRewind();
    ledger.setLastBlock(new BlockRef(block.header().previous(), ref.height() - 1));
  }

  /** Takes back all blocks above a height, for when nobody delivers them one by one. */
  public void rewindTo(BlockRef forkPoint) {
    unit.run(() -> rewind(forkPoint));
  }

  private void rewind(BlockRef forkPoint) {
    int height = forkPoint.height();
    for (WalletTx tx : List.copyOf(ledger.ordered())) {
      if (tx.state() instanceof TxState.Confirmed s && s.height() > height) {
        add(
            tx.transaction(),
            tx.isCoinbase() ? TxState.ABANDONED : TxState.INACTIVE,
            UnaryOperator.identity(),
            Optional.empty());
      } else if (tx.state() instanceof TxState.BlockConflicted s && s.height() > height) {
        tx.setState(TxState.INACTIVE);
        write(tx);
        watcher.changed(tx, Change.TOUCHED);
      }
    }
    ledger.countRewind();
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
    noteTold(transaction.txid());
    add(transaction);
  }

  private void add(Transaction transaction) {
    if (concerns(transaction)) {
      unit.run(() -> addFromMempool(transaction));
    }
  }

  /** Tells whether a transaction of the mempool changes anything in this wallet. */
  public boolean concerns(Transaction transaction) {
    return ledger.find(transaction.txid()).isPresent()
        || paysUs(transaction)
        || ledger.isFromMe(transaction)
        || transaction.inputs().stream()
            .anyMatch(
                in ->
                    !ledger.spenders(in.prevout()).isEmpty()
                        || ledger.find(in.prevout().txid()).isPresent());
  }

  private void addFromMempool(Transaction transaction) {
    addIfOurs(transaction, TxState.IN_MEMPOOL, Optional.empty());
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
    put(trucParents, child, parent.txid());
    for (WalletTx sibling : ledger.children(parent)) {
      if (!sibling.txid().equals(child)) {
        keepOut(sibling.txid(), child);
      }
    }
  }

  private static void put(Map<Txid, Set<Txid>> map, Txid key, Txid value) {
    Set<Txid> all = new HashSet<>(map.getOrDefault(key, Set.of()));
    if (all.add(value)) {
      map.put(key, all);
    }
  }

  private void keepOut(Txid txid, Txid by) {
    updateWithDescendants(
        txid,
        false,
        tx -> {
          put(keptOutBy, by, tx.txid());
          return tx.addMempoolConflict(by);
        });
  }

  /** A transaction left the mempool without getting into a block. */
  public void mempoolRemoved(Txid txid, RemovalReason reason) {
    noteTold(txid);
    if (ledger.find(txid).isPresent()
        || keptOutBy.containsKey(txid)
        || trucParents.containsKey(txid)) {
      unit.run(() -> removeFromMempool(txid, reason));
    }
  }

  private void removeFromMempool(Txid txid, RemovalReason reason) {
    WalletTx tx = ledger.find(txid).orElse(null);
    if (tx != null) {
      left(tx);
      // The block that holds the conflict may have been applied before or is still to come.
      if (reason == RemovalReason.CONFLICT && !tx.isBlockConflicted() && !tx.isConfirmed()) {
        add(tx.transaction(), TxState.INACTIVE, UnaryOperator.identity(), Optional.empty());
      }
    }
    releaseConflicts(txid);
  }

  private void left(WalletTx tx) {
    if (tx.inMempool()) {
      tx.setState(TxState.INACTIVE);
      watcher.changed(tx, Change.TOUCHED);
    }
  }

  /**
   * Begins to go through the mempool. What events tell of from now on is newer than what the node
   * says is in there; to be ended with {@link #endReplay}.
   */
  public void beginReplay() {
    replays++;
  }

  public void endReplay() {
    replays--;
    if (replays == 0) {
      toldOf.clear();
    }
  }

  private void noteTold(Txid txid) {
    if (replays > 0) {
      toldOf.add(txid);
    }
  }

  /** Takes note of what the node found in the mempool during a replay. */
  public void replay(Transaction transaction) {
    if (!toldOf.contains(transaction.txid())) {
      add(transaction);
    }
  }

  /** Takes note of all that the node had in the mempool when a replay began. */
  public void replayed(Set<Txid> all) {
    for (WalletTx tx : List.copyOf(ledger.all())) {
      if (tx.inMempool() && !all.contains(tx.txid()) && !toldOf.contains(tx.txid())) {
        unit.run(() -> removeFromMempool(tx.txid(), RemovalReason.EXPIRY));
      }
    }
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

  /** Notes that a transaction was pushed out of the mempool, before its event arrives. */
  public void leftMempool(WalletTx tx) {
    unit.run(() -> left(tx));
  }

  /** Remembers that a transaction was replaced by another. */
  public void markReplaced(WalletTx original, Txid replacement) {
    unit.run(
        () -> {
          original.setNotes(original.notes().withReplacedBy(replacement));
          write(original);
          watcher.changed(original, Change.UPDATED);
        });
  }

  /**
   * Notes that the node took a transaction, before its event arrives.
   *
   * @param changes {@link WalletTx#changes} from before the node was asked: if events told of the
   *     transaction meanwhile, they know better
   */
  public void enteredMempool(WalletTx tx, int changes) {
    if (tx.changes() != changes) {
      return;
    }
    unit.run(
        () -> {
          tx.setState(TxState.IN_MEMPOOL);
          watcher.changed(tx, Change.TOUCHED);
        });
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
    unit.run(
        () ->
            updateWithDescendants(
                tx.txid(),
                true,
                one -> {
                  if (one.isBlockConflicted() || one.isAbandoned()) {
                    return false;
                  }
                  one.setState(TxState.ABANDONED);
                  return true;
                }));
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
    unit.run(
        () -> {
          if (persistent && !already) {
            records.putLockedOutput(outPoint);
          }
          ledger.setLocked(outPoint, persistent || already);
        });
  }

  /** Takes the lock off a coin, if it has one. */
  public void unlock(OutPoint outPoint) {
    Boolean persistent = ledger.locked().get(outPoint);
    if (persistent != null) {
      unit.run(
          () -> {
            if (persistent) {
              records.deleteLockedOutput(outPoint);
            }
            ledger.removeLock(outPoint);
          });
    }
  }

  /** Forgets a transaction. */
  public void forget(WalletTx tx) {
    unit.run(
        () -> {
          records.deleteTransaction(tx.txid());
          ledger.remove(tx);
          watcher.changed(tx, Change.TOUCHED);
        });
  }
}
