// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is kept about every block of the chain, in the order of the chain. A thread of its
 * own reads the blocks that came while the index was off; after that it lives from chain events.
 * Blocks that a reorganisation takes off are taken off here too, before others are added.
 *
 * <p>It follows the chain whose blocks were all checked: while a snapshot is being verified that is
 * not the active one. The name of its last block is written down when the chain state is, never
 * before, so that after a crash it finds that block. Public methods are safe for every thread.
 */
public abstract class ChainIndex implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChainIndex.class);
  private static final Logger coindb = LoggerFactory.getLogger("coindb");
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** The chain. */
  protected final Kernel kernel;

  private final String name;
  private final String threadName;
  private final Consumer<String> fatal;

  /** Lookups hold it for reading, {@link #close} for writing. Taken before the chain lock. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;
  private ChainEvents.@Nullable Handle events;

  /** The last block taken in: written by the reader until {@link #synced}, then by events. */
  private volatile @Nullable BlockEntry best;

  /** Whether events add blocks; otherwise the reader does. Changes with the chain lock held. */
  private volatile boolean synced;

  private volatile boolean interrupted;

  /**
   * Whether it went wrong once. What is in memory may be half changed then, so nothing is taken in
   * or written down any more: the next start goes on from what was written before.
   */
  private volatile boolean failed;

  /** The last block that was written down; changed by whoever changes {@link #best}. */
  private @Nullable BlockEntry committed;

  /** What a test does between two steps. */
  private volatile Runnable afterStep = () -> {};

  /** Guarded by {@link #open}, held for writing. */
  private @Nullable Thread reader;

  /**
   * How far the index is.
   *
   * @param synced whether it has caught up with the chain and follows it
   * @param height of its last block, 0 if there is none
   */
  public record Summary(boolean synced, int height) {}

  /**
   * Makes an index that does nothing yet; {@link #attach} follows.
   *
   * @param name in {@code getindexinfo} and in log lines
   * @param threadName of the thread that catches up
   * @param fatal hears in words why the index cannot go on
   */
  protected ChainIndex(Kernel kernel, String name, String threadName, Consumer<String> fatal) {
    this.kernel = kernel;
    this.name = name;
    this.threadName = threadName;
    this.fatal = fatal;
  }

  // ---- what an index does with blocks

  /** Returns the locator of the last block that was written down, empty if there is none. */
  protected abstract List<BlockHash> committed();

  /**
   * Prepares to go on after a block.
   *
   * @param last null to begin with genesis
   * @throws StartException if what is stored does not allow that
   */
  protected void load(@Nullable BlockEntry last) {}

  /** Tells whether the coins that a block spent are needed. */
  protected abstract boolean needsUndo();

  /** Tells whether blocks may be pruned that the index has taken in. */
  protected boolean allowsPruning() {
    return false;
  }

  /** Takes in a block on top of the last one. */
  protected abstract void append(BlockEntry entry, Block block, BlockUndo undo);

  /** Takes off the last block. Whoever needs it reads it. */
  protected void remove(BlockEntry entry) {}

  /** Writes down, with whatever state belongs to it, which block was the last. */
  protected abstract void commit(List<BlockHash> locator);

  /** Closes what is open on disk. */
  protected abstract void closeRows();

  // ---- life

  /**
   * Finds where to go on and listens to the chain. Whatever fails here closes the rows.
   *
   * @throws StartException if the index belongs to another chain or is damaged
   */
  protected final void attach() {
    boolean attached = false;
    try {
      List<BlockHash> locator = committed();
      BlockEntry last =
          locator.stream().flatMap(hash -> kernel.find(hash).stream()).findFirst().orElse(null);
      if (last == null && !locator.isEmpty()) {
        throw new StartException("best block of " + name + " not found. Please rebuild the index.");
      }
      load(last);
      committed = last;
      setBest(last);
      kernel.chainLock().lock();
      try {
        synced = last == kernel.validatedChain().tip();
        events = kernel.events().subscribe(new Follower());
      } finally {
        kernel.chainLock().unlock();
      }
      attached = true;
    } finally {
      if (!attached) {
        closeRows();
      }
    }
  }

  /** Returns the name in {@code getindexinfo}. */
  public final String name() {
    return name;
  }

  /** Begins to catch up in the background. Call when blocks are no longer imported. */
  public final void start() {
    open.writeLock().lock();
    try {
      if (!closed && reader == null) {
        Thread made = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
        reader = made;
        made.start();
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private void run() {
    log.info("{} thread start", threadName);
    try {
      catchUp();
    } catch (RuntimeException e) {
      if (!interrupted) {
        fail(e);
      }
    }
    log.info("{} thread exit", threadName);
  }

  private void fail(RuntimeException e) {
    failed = true;
    if (e instanceof StorageException) {
      log.error("{} stops: {}", name, e.getMessage());
    } else {
      log.error("{} stops", name, e);
    }
    fatal.accept("Failed to write or read a block for " + name + ": " + e.getMessage());
  }

  private void catchUp() {
    long lastLine = System.nanoTime();
    long lastCommit = lastLine;
    while (!synced && !failed) {
      if (interrupted || kernel.isInterrupted()) {
        log.info("{}: m_interrupt set; exiting ThreadSync", name);
        commitIfSafe();
        return;
      }
      BlockEntry next = nextOrSynced();
      if (next == null) {
        commitIfSafe();
        break;
      }
      rewindTo(next.previous());
      append(next, kernel.readBlock(next), undo(next));
      setBest(next);
      afterStep.run();
      long now = System.nanoTime();
      if (now - lastLine >= LOG_NANOS) {
        log.info("Syncing {} with block chain from height {}", name, next.height());
        lastLine = now;
      }
      if (now - lastCommit >= COMMIT_NANOS) {
        commitIfSafe();
        lastCommit = now;
      }
    }
    BlockEntry at = best;
    if (at == null) {
      log.info("{} is enabled", name);
    } else {
      log.info("{} is enabled at height {}", name, at.height());
    }
  }

  private BlockUndo undo(BlockEntry entry) {
    return needsUndo() ? kernel.readUndo(entry) : BlockUndo.EMPTY;
  }

  /** Returns the block to take in next. If there is none, events take over from here. */
  private @Nullable BlockEntry nextOrSynced() {
    // With the lock held no block can be connected between the look and the change of hands.
    kernel.chainLock().lock();
    try {
      ActiveChain chain = kernel.validatedChain();
      BlockEntry at = best;
      BlockEntry next = next(chain, at);
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

  private void rewindTo(@Nullable BlockEntry wanted) {
    for (BlockEntry at = best; at != null && at != wanted; at = best) {
      remove(at);
      if (isCommitted(at)) {
        committed = at.previous();
      }
      setBest(at.previous());
      afterStep.run();
    }
  }

  private void setBest(@Nullable BlockEntry entry) {
    best = entry;
    if (allowsPruning() && kernel.options().prunes() && entry != null) {
      kernel.setPruneLock(name, entry.height());
    }
  }

  private void commitIfSafe() {
    BlockEntry at = best;
    if (at == null) {
      return;
    }
    BlockEntry flushed = kernel.lastFlushedValidated().orElse(null);
    if (flushed == null || !at.isAncestorOf(flushed)) {
      coindb.debug(
          "Skipping commit, index is ahead of flushed chainstate (index height {}, last flush at"
              + " height {})",
          at.height(),
          flushed == null ? -1 : flushed.height());
      return;
    }
    commit(kernel.locator(at));
    committed = at;
    afterStep.run();
  }

  /** Tells whether the written-down state includes {@code entry}; asked before it is taken off. */
  protected final boolean isCommitted(BlockEntry entry) {
    BlockEntry at = committed;
    return at != null && entry.isAncestorOf(at);
  }

  /** Tells whether the index, as far as it is, includes a block. */
  protected final boolean includes(BlockEntry entry) {
    BlockEntry at = best;
    return at != null && entry.isAncestorOf(at);
  }

  /** Lets a test look at the disk after each step, as a crash would leave it. */
  final void afterStep(Runnable look) {
    afterStep = look;
  }

  private final class Follower implements ChainListener {
    @Override
    public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
      follow(entry, block, undo);
    }

    @Override
    public void backgroundBlockConnected(BlockEntry entry, Block block, BlockUndo undo) {
      follow(entry, block, undo);
    }

    @Override
    public void flushed(List<BlockHash> locator) {
      if (synced) {
        guarded(ChainIndex.this::commitIfSafe);
      }
    }

    @Override
    public void snapshotVerified() {
      log.info("[snapshot] restarting index {}", name);
      readAgain();
    }

    private void follow(BlockEntry entry, Block block, BlockUndo undo) {
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
        if (isValidated(entry)) {
          readAgain();
        } else if (!kernel.isSnapshotUnverified()) {
          log.warn(
              "Block {} does not connect to an ancestor of known best chain (tip={}); not updating"
                  + " index",
              entry.hash(),
              at == null ? "none" : at.hash());
        }
        return;
      }
      if (!isValidated(entry) && kernel.isSnapshotUnverified()) {
        return;
      }
      guarded(
          () -> {
            rewindTo(parent);
            append(entry, block, undo);
            setBest(entry);
            afterStep.run();
          });
    }

    private void guarded(Runnable action) {
      if (failed) {
        return;
      }
      try {
        action.run();
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  private boolean isValidated(BlockEntry entry) {
    kernel.chainLock().lock();
    try {
      return kernel.validatedChain().contains(entry);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  /** Goes back to reading from disk: the chain to follow is another one, or blocks were missed. */
  private void readAgain() {
    kernel.chainLock().lock();
    try {
      synced = false;
    } finally {
      kernel.chainLock().unlock();
    }
    open.writeLock().lock();
    try {
      Thread before = reader;
      if (before == null) {
        // Not started yet: it will find out by itself.
        return;
      }
      if (before.isAlive()) {
        // It looks at synced once more before it ends, or reads still.
        joinUninterruptibly(before);
      }
      reader = null;
      start();
    } finally {
      open.writeLock().unlock();
    }
  }

  // ---- for lookups

  /**
   * Tells from where on blocks must be on disk to catch up.
   *
   * @return empty if nothing has to be read
   */
  final Optional<BlockEntry> resumesAt() {
    if (synced) {
      return Optional.empty();
    }
    kernel.chainLock().lock();
    try {
      ActiveChain chain = kernel.validatedChain();
      BlockEntry at = best;
      BlockEntry fork = at == null ? null : chain.fork(at);
      return Optional.ofNullable(fork == null ? chain.at(0) : fork);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  /** Returns how far the index is. */
  public final Summary summary() {
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
  public final boolean awaitTip() throws InterruptedException {
    if (!synced) {
      return false;
    }
    BlockEntry tip;
    kernel.chainLock().lock();
    try {
      tip = kernel.validatedChain().tip();
    } finally {
      kernel.chainLock().unlock();
    }
    BlockEntry at = best;
    if (tip == null || (at != null && tip.isAncestorOf(at))) {
      return true;
    }
    log.info("{} is catching up on block notifications", name);
    kernel.events().await(kernel.events().sequence());
    return true;
  }

  /** Runs {@code lookup}, unless the index is closed; then the answer is {@code otherwise}. */
  protected final <T> T whileOpen(Supplier<T> lookup, T otherwise) {
    open.readLock().lock();
    try {
      return closed ? otherwise : lookup.get();
    } finally {
      open.readLock().unlock();
    }
  }

  /** Ends the index; what it has not taken in yet is read after the next start. */
  @Override
  public final void close() {
    interrupted = true;
    ChainEvents.Handle handle = events;
    if (handle != null) {
      handle.close();
    }
    Thread running;
    open.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      running = reader;
    } finally {
      open.writeLock().unlock();
    }
    if (running != null) {
      joinUninterruptibly(running);
    }
    closeRows();
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean hurried = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        hurried = true;
      }
    }
    if (hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
