// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.ChainListener;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds every transaction of the chain by its id. A thread of its own ({@code txidx}) reads the
 * blocks that came while the index was off; after that it lives from chain events. Blocks that a
 * reorganisation takes off keep their rows; a transaction that is also in the active chain is found
 * there.
 *
 * <p>Rows and the record of the last block are written together, so a crash at any moment only
 * makes it read some blocks again. Methods are safe for every thread.
 */
public final class TxIndex implements AutoCloseable {
  /** The name in {@code getindexinfo} and in log lines. */
  public static final String NAME = "txindex";

  private static final Logger log = LoggerFactory.getLogger(TxIndex.class);
  private static final String THREAD = "txidx";
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Kernel kernel;
  private final TxIndexTable table;
  private final Consumer<String> fatal;
  private final ChainEvents.Handle events;
  private final Thread reader;

  /** Lookups hold it for reading, {@link #close} for writing. Taken before the chain lock. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /** The last block taken in: written by the reader until {@link #synced}, then by events. */
  private volatile @Nullable BlockEntry best;

  /** Goes from false to true once, with the chain lock held. */
  private volatile boolean synced;

  private volatile boolean interrupted;
  private boolean started;

  /**
   * How far the index is.
   *
   * @param synced whether it had caught up with the chain once and has followed it since
   * @param height of its last block, 0 if there is none
   */
  public record Summary(boolean synced, int height) {}

  /** A transaction and the block it is in. */
  public record Found(BlockHash block, Transaction tx) {}

  private TxIndex(
      Kernel kernel, TxIndexTable table, @Nullable BlockEntry best, Consumer<String> fatal) {
    this.kernel = kernel;
    this.table = table;
    this.best = best;
    this.fatal = fatal;
    this.reader = Thread.ofPlatform().daemon().name(THREAD).unstarted(this::run);
    kernel.chainLock().lock();
    try {
      this.synced = best == kernel.chain().tip();
      this.events = kernel.events().subscribe(new Follower());
    } finally {
      kernel.chainLock().unlock();
    }
  }

  /**
   * Opens or makes the index. It takes in nothing from disk before {@link #start}.
   *
   * @param wipe whether to build it anew
   * @param fatal hears in words why the index cannot go on
   * @throws StartException if it belongs to another chain
   * @throws StorageException if it cannot be opened
   */
  public static TxIndex open(Kernel kernel, Path directory, boolean wipe, Consumer<String> fatal) {
    TxIndexTable table = TxIndexTable.open(directory, wipe);
    boolean opened = false;
    try {
      List<BlockHash> locator = table.best();
      // The chain may have lost its last blocks in a crash that the index survived.
      Optional<BlockEntry> best =
          locator.stream().flatMap(hash -> kernel.find(hash).stream()).findFirst();
      if (!locator.isEmpty() && best.isEmpty()) {
        throw new StartException("best block of " + NAME + " not found. Please rebuild the index.");
      }
      TxIndex made = new TxIndex(kernel, table, best.orElse(null), fatal);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        table.close();
      }
    }
  }

  /** Begins to catch up in the background. Call once, when blocks are no longer imported. */
  public void start() {
    open.writeLock().lock();
    try {
      if (!closed) {
        started = true;
        reader.start();
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private void run() {
    log.info("{} thread start", THREAD);
    try {
      catchUp();
    } catch (StorageException e) {
      if (!interrupted) {
        fail(e);
      }
    }
    log.info("{} thread exit", THREAD);
  }

  private void fail(StorageException e) {
    log.error("{} stops: {}", NAME, e.getMessage());
    fatal.accept("Failed to write or read a block for " + NAME + ": " + e.getMessage());
  }

  private void catchUp() {
    long lastLine = System.nanoTime();
    while (!synced) {
      if (interrupted || kernel.isInterrupted()) {
        log.info("{}: m_interrupt set; exiting ThreadSync", NAME);
        return;
      }
      BlockEntry next = nextOrSynced();
      if (next != null) {
        take(next, kernel.readBlock(next));
        if (System.nanoTime() - lastLine >= LOG_NANOS) {
          log.info("Syncing {} with block chain from height {}", NAME, next.height());
          lastLine = System.nanoTime();
        }
      }
    }
    BlockEntry at = best;
    if (at == null) {
      log.info("{} is enabled", NAME);
    } else {
      log.info("{} is enabled at height {}", NAME, at.height());
    }
  }

  /** Returns the block to take in next. If there is none, events take over from here. */
  private @Nullable BlockEntry nextOrSynced() {
    // With the lock held no block can be connected between the look and the change of hands.
    kernel.chainLock().lock();
    try {
      BlockEntry next = next(kernel.chain(), best);
      synced = next == null;
      return next;
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private static @Nullable BlockEntry next(ActiveChain chain, @Nullable BlockEntry at) {
    BlockEntry fork = at == null ? null : chain.fork(at);
    return fork == null ? chain.at(0) : chain.next(fork);
  }

  private void take(BlockEntry entry, Block block) {
    List<BlockHash> locator = kernel.locator(entry);
    if (entry.height() == 0) {
      // Nobody can spend what genesis pays, and its transaction is refused by name.
      table.skip(locator);
    } else {
      table.append(entry.hash(), block, locator);
    }
    best = entry;
  }

  private final class Follower implements ChainListener {
    @Override
    public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
      if (!synced) {
        return;
      }
      BlockEntry at = best;
      BlockEntry parent = entry.previous();
      if (at != null && entry.isAncestorOf(at)) {
        // The reader was faster than the queue.
        return;
      }
      if (at == null ? parent != null : parent == null || !parent.isAncestorOf(at)) {
        log.warn(
            "Block {} does not connect to an ancestor of known best chain (tip={}); not updating"
                + " index",
            entry.hash(),
            at == null ? "none" : at.hash());
        return;
      }
      try {
        take(entry, block);
      } catch (StorageException e) {
        fail(e);
      }
    }
  }

  /** Returns how far the index is. */
  public Summary summary() {
    BlockEntry at = best;
    return new Summary(synced, at == null ? 0 : at.height());
  }

  /**
   * Waits until the index knows the blocks that are connected now. Must not be called with the
   * chain lock held.
   *
   * @return false, at once, if it is still catching up
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitTip() throws InterruptedException {
    if (!synced) {
      return false;
    }
    BlockEntry tip = kernel.tip().orElse(null);
    BlockEntry at = best;
    if (tip == null || (at != null && tip.isAncestorOf(at))) {
      return true;
    }
    log.info("{} is catching up on block notifications", NAME);
    kernel.events().await(kernel.events().sequence());
    return true;
  }

  /**
   * Finds a transaction of a block that is or once was in the active chain.
   *
   * @throws StorageException if the index is damaged
   */
  public Optional<Found> find(Txid txid) {
    open.readLock().lock();
    try {
      return closed ? Optional.empty() : search(txid);
    } finally {
      open.readLock().unlock();
    }
  }

  private record Candidate(BlockEntry entry, TxIndexTable.Place place, boolean active) {}

  private Optional<Found> search(Txid txid) {
    List<Candidate> candidates = new ArrayList<>(1);
    for (TxIndexTable.Place place : table.find(txid)) {
      BlockEntry entry = kernel.find(place.block()).orElse(null);
      if (entry == null) {
        log.warn("Block index entry {} not found for txid {}", place.block(), txid);
      } else if (entry.hasData()) {
        candidates.add(new Candidate(entry, place, kernel.chain().contains(entry)));
      }
    }
    candidates.sort(
        Comparator.comparing(Candidate::active)
            .thenComparing(candidate -> candidate.place().sequence())
            .reversed());
    for (Candidate candidate : candidates) {
      Optional<Transaction> tx = read(candidate, txid);
      if (tx.isPresent()) {
        return Optional.of(new Found(candidate.entry().hash(), tx.get()));
      }
    }
    return Optional.empty();
  }

  /** Reads the transaction at a place; empty if another one with a similar hash is there. */
  private Optional<Transaction> read(Candidate candidate, Txid txid) {
    try {
      Bytes block = kernel.readRawBlock(candidate.entry());
      int offset = candidate.place().offset();
      if (offset >= block.size()) {
        throw new DecodeException("offset " + offset + " is beyond the end");
      }
      Transaction tx =
          Transaction.read(new ByteReader(block.unsafeArray(), offset, block.size() - offset));
      return tx.txid().equals(txid) ? Optional.of(tx) : Optional.empty();
    } catch (DecodeException | StorageException e) {
      log.warn(
          "Transaction {} cannot be read from block {}: {}",
          txid,
          candidate.entry().hash(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Ends the index; what it has not taken in yet is read after the next start. */
  @Override
  public void close() {
    interrupted = true;
    events.close();
    open.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      open.writeLock().unlock();
    }
    if (started) {
      joinReader();
    }
    table.close();
  }

  private void joinReader() {
    boolean hurried = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        hurried = true;
      }
    }
    if (hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
