// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.FeeEstimate;
import org.moneyrocket.interfaces.chain.FeeLimits;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.chain.ScanRequest;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/**
 * A chain in memory, made of real blocks without proof of work. It checks scripts and amounts of
 * what is submitted, replaces by fee, and tells its listeners like a node does.
 */
public final class FakeChain implements Chain {
  /** Seconds between blocks. */
  private final List<String> noted = new ArrayList<>();

  private static final long SPACING = 600;

  private record Entry(Block block, BlockRef ref, long maxTime) {}

  private final List<Entry> active = new ArrayList<>();
  private final Map<BlockHash, Entry> known = new HashMap<>();
  private final Map<Txid, Transaction> mempool = new LinkedHashMap<>();
  private final List<EventQueue<ChainListener>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private long sequence;
  private long now = 1_700_000_000;
  private Optional<Integer> snapshotHeight = Optional.empty();
  private int serial;
  private Optional<FeeRate> estimate = Optional.empty();
  private Consumer<Transaction> onSubmit = tx -> {};
  private Runnable afterMissedLookup = () -> {};
  private Consumer<List<Txid>> afterMempoolList = txids -> {};
  private int scans;
  private Optional<String> refusal = Optional.empty();

  public FakeChain(Block genesis) {
    connect(genesis);
  }

  // ---- what tests do

  public synchronized void setNow(long seconds) {
    now = seconds;
  }

  public synchronized void setEstimate(FeeRate rate) {
    estimate = Optional.of(rate);
  }

  /** Makes the mempool take nothing that is submitted, or take it again. */
  public synchronized void refuse(boolean everything) {
    refusal = everything ? Optional.of("mempool full") : Optional.empty();
  }

  /** Makes the mempool refuse everything for a reason. */
  public synchronized void refuseFor(String reason) {
    refusal = Optional.of(reason);
  }

  /** Calls {@code action} at the beginning of each submission. */
  public synchronized void onSubmit(Consumer<Transaction> action) {
    onSubmit = action;
  }

  /** Calls {@code action} after each answer of what is in the mempool. */
  public synchronized void afterMempoolList(Consumer<List<Txid>> action) {
    afterMempoolList = action;
  }

  /** Calls {@code action} once, after the next answer that a block is not on the chain. */
  public synchronized void afterMissedLookup(Runnable action) {
    afterMissedLookup = action;
  }

  /** Takes blocks off without a word, as when a node builds its chain anew; returns them. */
  public synchronized List<Block> rewindTo(int height) {
    List<Entry> off = active.subList(height + 1, active.size());
    List<Block> blocks = off.stream().map(Entry::block).toList();
    off.clear();
    return blocks;
  }

  /** Puts blocks on the chain. */
  public synchronized void connectAll(List<Block> blocks) {
    blocks.forEach(this::connect);
    tellTip();
  }

  public synchronized int scans() {
    return scans;
  }

  public synchronized int height() {
    return active.size() - 1;
  }

  /** Mines blocks with everything in the mempool, paying the reward to {@code script}. */
  public synchronized void mine(int count, Bytes script) {
    for (int i = 0; i < count; i++) {
      List<Transaction> transactions = new ArrayList<>(mempool.values());
      mineWith(script, transactions);
    }
  }

  /** Mines an empty block whose own time is {@code seconds} before the tip's. */
  public synchronized void mineBehind(long seconds, Bytes script) {
    long real = now;
    now = tipEntry().block().header().time() - seconds;
    Block unfinished = new Block(header(), List.of(coinbase(script)));
    BlockHeader header = header().withMerkleRoot(MerkleTree.ofTransactions(unfinished).hash());
    now = real;
    connect(new Block(header, unfinished.transactions()));
    tellTip();
  }

  /** Mines one block with just these transactions; what conflicts with them leaves the mempool. */
  public synchronized Block mineWith(Bytes script, List<Transaction> transactions) {
    now = Math.max(now, tipEntry().block().header().time() + SPACING);
    List<Transaction> all = new ArrayList<>();
    all.add(coinbase(script));
    all.addAll(transactions);
    Block unfinished = new Block(header(), all);
    BlockHeader header = header().withMerkleRoot(MerkleTree.ofTransactions(unfinished).hash());
    Block block = new Block(header, all);
    connect(block);
    tellTip();
    return block;
  }

  private BlockHeader header() {
    return new BlockHeader(
        0x20000000, tipEntry().ref().hash(), Bytes.wrap(new byte[32]), now, 0x207fffff, serial++);
  }

  private Transaction coinbase(Bytes script) {
    byte[] sig = new byte[9];
    ByteBuffer.wrap(sig).put((byte) 4).putInt(Integer.reverseBytes(active.size())).putInt(serial++);
    return new Transaction(
        2,
        List.of(new TxIn(OutPoint.NULL, Bytes.wrap(sig), -1)),
        List.of(new TxOut(50 * Amount.COIN, script)),
        0);
  }

  private void connect(Block block) {
    long previousMax = active.isEmpty() ? 0 : tipEntry().maxTime();
    BlockRef ref = new BlockRef(block.hash(), active.size());
    Entry entry = new Entry(block, ref, Math.max(previousMax, block.header().time()));
    active.add(entry);
    known.put(block.hash(), entry);
    Set<OutPoint> spent = new HashSet<>();
    for (Transaction tx : block.transactions()) {
      mempool.remove(tx.txid());
      tx.inputs().forEach(in -> spent.add(in.prevout()));
    }
    sequence++;
    ConnectedBlock event = connected(entry, sequence);
    emit(listener -> listener.blockConnected(event));
    for (Transaction tx : List.copyOf(mempool.values())) {
      if (tx.inputs().stream().anyMatch(in -> spent.contains(in.prevout()))) {
        evict(tx.txid(), RemovalReason.CONFLICT);
      }
    }
    sequence++;
  }

  private void tellTip() {
    BlockRef tip = tipEntry().ref();
    long told = sequence;
    emit(listener -> listener.tipUpdated(tip, false, told));
  }

  private void emit(Consumer<ChainListener> event) {
    listeners.forEach(queue -> queue.emit(event));
  }

  private static ConnectedBlock connected(Entry entry, long sequence) {
    return new ConnectedBlock(
        entry.ref(),
        entry.block().header().previous(),
        entry.block().header().time(),
        entry.maxTime(),
        entry.block().toBytes(),
        sequence);
  }

  /** Takes the tip off; its transactions go back to the mempool. */
  public synchronized void disconnectTip() {
    Entry entry = active.removeLast();
    sequence++;
    ConnectedBlock event = connected(entry, sequence);
    emit(listener -> listener.blockDisconnected(event));
    List<Transaction> transactions = entry.block().transactions();
    for (Transaction tx : transactions.subList(1, transactions.size())) {
      accept(tx);
    }
    sequence++;
    tellTip();
  }

  /** Removes a transaction and what spends from it. */
  public synchronized void evict(Txid txid, RemovalReason reason) {
    Transaction tx = mempool.remove(txid);
    if (tx == null) {
      return;
    }
    for (Transaction other : List.copyOf(mempool.values())) {
      if (other.inputs().stream().anyMatch(in -> in.prevout().txid().equals(txid))) {
        evict(other.txid(), reason);
      }
    }
    sequence++;
    long removed = sequence;
    emit(listener -> listener.transactionRemoved(txid, reason, removed));
  }

  private void accept(Transaction tx) {
    mempool.put(tx.txid(), tx);
    sequence++;
    long added = sequence;
    emit(listener -> listener.transactionAdded(tx.toBytes(), added));
  }

  /** Puts a transaction of others into the mempool without any check. */
  public synchronized void addToMempool(Transaction tx) {
    accept(tx);
  }

  /** Loses a transaction of the mempool without a word, as a crash does. */
  public synchronized void forget(Txid txid) {
    mempool.remove(txid);
  }

  public synchronized List<Transaction> mempool() {
    return List.copyOf(mempool.values());
  }

  private Entry tipEntry() {
    return active.getLast();
  }

  /** Says that the chain began with a snapshot whose blocks are not there yet. */
  public synchronized void beginWithSnapshot(int height) {
    snapshotHeight = Optional.of(height);
  }

  // ---- the contract

  @Override
  public synchronized ChainStatus status() {
    return new ChainStatus(
        "regtest",
        Optional.of(tipEntry().ref()),
        height(),
        tipEntry().block().header().time(),
        false,
        1,
        sequence,
        Optional.empty(),
        snapshotHeight);
  }

  @Override
  public synchronized Optional<BlockRef> tip() {
    return Optional.of(tipEntry().ref());
  }

  @Override
  public synchronized long sequence() {
    return sequence;
  }

  private BlockInfo info(Entry entry) {
    boolean isActive =
        entry.ref().height() < active.size()
            && active.get(entry.ref().height()).ref().equals(entry.ref());
    long time = entry.block().header().time();
    return new BlockInfo(
        entry.ref(),
        entry.block().header().previous(),
        time,
        time,
        entry.maxTime(),
        isActive,
        snapshotHeight.isEmpty() || entry.ref().height() > snapshotHeight.get());
  }

  @Override
  public synchronized Optional<BlockInfo> blockAt(int height) {
    return height < 0 || height >= active.size()
        ? Optional.empty()
        : Optional.of(info(active.get(height)));
  }

  @Override
  public synchronized Optional<BlockInfo> activeBlock(BlockHash hash) {
    return knownBlock(hash).filter(BlockInfo::active);
  }

  @Override
  public synchronized Optional<BlockInfo> knownBlock(BlockHash hash) {
    Optional<BlockInfo> answer = Optional.ofNullable(known.get(hash)).map(this::info);
    if (answer.filter(BlockInfo::active).isEmpty()) {
      Runnable action = afterMissedLookup;
      afterMissedLookup = () -> {};
      action.run();
    }
    return answer;
  }

  @Override
  public synchronized Optional<Bytes> blockData(BlockHash hash) {
    return Optional.ofNullable(known.get(hash)).map(entry -> entry.block().toBytes());
  }

  @Override
  public synchronized Optional<BlockInfo> firstBlockFrom(long time, int minHeight) {
    return active.stream()
        .filter(e -> e.maxTime() >= time && e.ref().height() >= minHeight)
        .findFirst()
        .map(this::info);
  }

  @Override
  public synchronized BlockRef forkPoint(Locator locator) {
    for (BlockHash hash : locator.hashes()) {
      Entry entry = known.get(hash);
      if (entry != null && info(entry).active()) {
        return entry.ref();
      }
    }
    return active.getFirst().ref();
  }

  @Override
  public synchronized Locator locatorAt(int height) {
    List<BlockHash> hashes = new ArrayList<>();
    for (int h = Math.min(height, height()); h > 0 && hashes.size() < 20; h--) {
      hashes.add(active.get(h).ref().hash());
    }
    hashes.add(active.getFirst().ref().hash());
    return new Locator(hashes);
  }

  @Override
  public synchronized Subscription subscribe(Locator from, ChainListener listener) {
    EventQueue<ChainListener> queue =
        new EventQueue<>("fake-chain-events", listener, ChainListener::lagged);
    queue.onClose(() -> listeners.remove(queue));
    BlockRef fork = forkPoint(from);
    queue.emit(l -> l.started(fork, 0));
    for (Entry entry : active.subList(fork.height() + 1, active.size())) {
      queue.emit(l -> l.blockConnected(connected(entry, 0)));
    }
    long caughtUp = sequence;
    BlockRef tip = tipEntry().ref();
    queue.emit(l -> l.tipUpdated(tip, false, caughtUp));
    listeners.add(queue);
    return queue;
  }

  @Override
  public synchronized List<Txid> mempoolTxids() {
    List<Txid> txids = List.copyOf(mempool.keySet());
    afterMempoolList.accept(txids);
    return txids;
  }

  @Override
  public synchronized List<Bytes> mempoolTransactions(List<Txid> txids) {
    return txids.stream()
        .filter(mempool::containsKey)
        .map(txid -> mempool.get(txid).toBytes())
        .toList();
  }

  @Override
  public synchronized Subscription scan(ScanRequest request, ScanListener listener) {
    scans++;
    EventQueue<ScanListener> queue =
        new EventQueue<>("fake-chain-scan", listener, ScanListener::lagged, 100_000);
    Set<Bytes> scripts = new HashSet<>(request.scripts());
    int to = Math.min(request.toHeight().orElse(height()), height());
    BlockRef last = active.get(Math.min(request.fromHeight(), height())).ref();
    for (int h = request.fromHeight(); h <= to; h++) {
      Entry entry = active.get(h);
      last = entry.ref();
      if (matches(entry.block(), scripts)) {
        queue.emit(l -> l.matched(connected(entry, 0)));
      }
      BlockRef at = last;
      queue.emit(l -> l.progressed(at, 1));
    }
    BlockRef end = last;
    queue.emit(l -> l.finished(end, ""));
    return queue;
  }

  private boolean matches(Block block, Set<Bytes> scripts) {
    for (Transaction tx : block.transactions()) {
      if (tx.outputs().stream().anyMatch(out -> scripts.contains(out.script()))) {
        return true;
      }
      for (TxIn in : tx.inputs()) {
        if (output(in.prevout()).map(out -> scripts.contains(out.script())).orElse(false)) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<TxOut> output(OutPoint outPoint) {
    Transaction inPool = mempool.get(outPoint.txid());
    if (inPool != null) {
      return Optional.of(inPool.outputs().get(outPoint.index()));
    }
    for (Entry entry : active) {
      for (Transaction tx : entry.block().transactions()) {
        if (tx.txid().equals(outPoint.txid())) {
          return Optional.of(tx.outputs().get(outPoint.index()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isSpentInChain(OutPoint outPoint) {
    return active.stream()
        .flatMap(entry -> entry.block().transactions().stream())
        .flatMap(tx -> tx.inputs().stream())
        .anyMatch(in -> in.prevout().equals(outPoint));
  }

  @Override
  public synchronized List<CoinInfo> coins(List<OutPoint> outPoints) {
    List<CoinInfo> coins = new ArrayList<>();
    for (OutPoint outPoint : outPoints) {
      if (!isSpentInChain(outPoint)) {
        output(outPoint).ifPresent(out -> coins.add(new CoinInfo(outPoint, out, 1, false)));
      }
    }
    return coins;
  }

  @Override
  public synchronized SubmitResult submit(Bytes transaction, long maxFeeSats, boolean relay) {
    Transaction tx;
    try {
      tx = Transaction.read(new ByteReader(transaction));
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e);
    }
    onSubmit.accept(tx);
    if (refusal.isPresent()) {
      return result(SubmitResult.Status.REJECTED, tx, refusal.get());
    }
    if (mempool.containsKey(tx.txid())) {
      return result(SubmitResult.Status.ALREADY_IN_MEMPOOL, tx, "");
    }
    List<TxOut> spent = new ArrayList<>();
    for (TxIn in : tx.inputs()) {
      Optional<TxOut> coin = output(in.prevout());
      if (coin.isEmpty() || isSpentInChain(in.prevout())) {
        return result(SubmitResult.Status.MISSING_INPUTS, tx, "bad-txns-inputs-missingorspent");
      }
      spent.add(coin.get());
    }
    String scripts = checkScripts(tx, spent);
    if (!scripts.isEmpty()) {
      return result(SubmitResult.Status.REJECTED, tx, scripts);
    }
    long fee = fee(tx, spent);
    if (fee < tx.vsize()) {
      return result(SubmitResult.Status.REJECTED, tx, "min relay fee not met");
    }
    if (maxFeeSats > 0 && fee > maxFeeSats) {
      return result(SubmitResult.Status.FEE_TOO_HIGH, tx, "fee too high");
    }
    for (Transaction other : List.copyOf(mempool.values())) {
      if (conflicts(tx, other)) {
        long otherFee =
            fee(other, other.inputs().stream().map(i -> output(i.prevout()).get()).toList());
        if (fee < otherFee + tx.vsize()) {
          return result(SubmitResult.Status.REJECTED, tx, "insufficient fee");
        }
        evict(other.txid(), RemovalReason.REPLACED);
      }
    }
    accept(tx);
    return result(SubmitResult.Status.ACCEPTED, tx, "");
  }

  private static boolean conflicts(Transaction a, Transaction b) {
    Set<OutPoint> inputs = new HashSet<>();
    a.inputs().forEach(in -> inputs.add(in.prevout()));
    return b.inputs().stream().anyMatch(in -> inputs.contains(in.prevout()));
  }

  private static long fee(Transaction tx, List<TxOut> spent) {
    return spent.stream().mapToLong(TxOut::valueSats).sum()
        - tx.outputs().stream().mapToLong(TxOut::valueSats).sum();
  }

  private static String checkScripts(Transaction tx, List<TxOut> spent) {
    PrecomputedTransaction precomputed = PrecomputedTransaction.of(tx, spent);
    for (int i = 0; i < tx.inputs().size(); i++) {
      TxIn in = tx.inputs().get(i);
      ScriptError error =
          ScriptVerifier.verify(
              in.scriptSig(),
              spent.get(i).script(),
              in.witness(),
              ScriptFlags.STANDARD,
              new TransactionSignatureChecker(precomputed, i, spent.get(i).valueSats()));
      if (!error.isOk()) {
        return "mandatory-script-verify-flag-failed (" + error.message() + ")";
      }
    }
    return "";
  }

  private static SubmitResult result(SubmitResult.Status status, Transaction tx, String reason) {
    return new SubmitResult(status, tx.txid(), reason);
  }

  @Override
  public synchronized boolean inMempool(Txid txid) {
    return mempool.containsKey(txid);
  }

  @Override
  public synchronized MempoolAncestry ancestry(Txid txid) {
    Transaction tx = mempool.get(txid);
    if (tx == null) {
      return new MempoolAncestry(0, 0, 0, Amount.ZERO, 0);
    }
    Set<Txid> ancestors = new HashSet<>();
    collect(tx, ancestors);
    return new MempoolAncestry(ancestors.size(), 1, tx.vsize(), Amount.ZERO, ancestors.size());
  }

  private void collect(Transaction tx, Set<Txid> ancestors) {
    if (ancestors.add(tx.txid())) {
      for (TxIn in : tx.inputs()) {
        Transaction parent = mempool.get(in.prevout().txid());
        if (parent != null) {
          collect(parent, ancestors);
        }
      }
    }
  }

  @Override
  public String checkChainLimits(Bytes transaction) {
    return "";
  }

  @Override
  public FeeLimits feeLimits() {
    FeeRate one = new FeeRate(1000);
    return new FeeLimits(one, one, one, new FeeRate(3000), 1008);
  }

  @Override
  public synchronized FeeEstimate estimateFee(int target, boolean conservative) {
    return new FeeEstimate(estimate, target, List.of());
  }

  @Override
  public List<Long> bumpFees(List<OutPoint> outPoints, long satsPerKvb) {
    return outPoints.stream().map(o -> 0L).toList();
  }

  @Override
  public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, long satsPerKvb) {
    return Optional.of(0L);
  }

  @Override
  public synchronized Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  @Override
  public synchronized boolean updateSetting(String name, Optional<String> json) {
    if (json.isPresent()) {
      settings.put(name, json.get());
    } else {
      settings.remove(name);
    }
    return true;
  }

  @Override
  public synchronized void noteWallet(String name, boolean loaded) {
    noted.remove(name);
    if (loaded) {
      noted.add(name);
    }
  }

  @Override
  public synchronized List<String> notedWallets() {
    return List.copyOf(noted);
  }

  @Override
  public synchronized long now() {
    return now;
  }

  @Override
  public boolean hasBlockFilters() {
    return false;
  }
}
