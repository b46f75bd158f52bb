// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies chain events to a wallet, in order. Each event is a unit of work with the wallet's
 * position: what cannot be applied or stored leaves wallet, file and position as they were, and is
 * asked for again after a while or at the next call. Whoever wants an answer that is as new as the
 * chain waits in {@link #awaitCurrent} first.
 */
public final class ChainFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChainFollower.class);

  /**
   * Blocks this much older than the first key cannot concern the wallet, in seconds. The largest
   * time so far says how old a block is: its own may be hours behind.
   */
  private static final long BIRTH_MARGIN = 8 * 3600;

  /** The last block is stored at least every so many blocks. */
  private static final int STORE_INTERVAL = 144;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  private final FollowedWallet wallet;
  private final Position position;

  /** Guards the fields below; taken after the wallet's lock, never held while the node is asked. */
  private final ReentrantLock progressLock = new ReentrantLock();

  private final Condition progressed = progressLock.newCondition();
  private long applied;
  private long lastTipTime;
  private boolean downloading;
  private boolean closed;
  private @Nullable String failure;
  private long failures;
  private Duration retryAfter = FIRST_RETRY;
  private boolean retryNow;
  private Feed feed = new Feed();
  private @Nullable Subscription subscription;
  private @Nullable Thread delivering;

  /**
   * @param start where the wallet stands
   */
  public ChainFollower(FollowedWallet wallet, Locator start) {
    this.wallet = wallet;
    this.position = new Position(start, wallet.records().unit());
  }

  /** Begins to follow, or begins anew from the last block applied. */
  public void start() {
    Feed fresh = new Feed();
    Subscription old;
    progressLock.lock();
    try {
      if (closed) {
        return;
      }
      old = subscription;
      subscription = null;
      feed = fresh;
      failure = null;
    } finally {
      progressLock.unlock();
    }
    if (old != null) {
      old.close();
    }
    Subscription made = wallet.chain().subscribe(locator(), fresh);
    boolean used;
    progressLock.lock();
    try {
      used = !closed && feed == fresh;
      if (used) {
        subscription = made;
      }
    } finally {
      progressLock.unlock();
    }
    if (!used) {
      made.close();
    }
  }

  private Locator locator() {
    wallet.lock().lock();
    try {
      return position.locator();
    } finally {
      wallet.lock().unlock();
    }
  }

  /**
   * Waits until the wallet has applied the event that is the newest now. Returns at once on the
   * thread that applies events. If an event could not be applied before, it is tried again first.
   *
   * @throws BehindException if that took longer than {@code patience}, or failed
   */
  public void awaitCurrent(Duration patience) {
    long wanted = wallet.chain().sequence();
    long left = patience.toNanos();
    progressLock.lock();
    try {
      if (Thread.currentThread().equals(delivering)) {
        return;
      }
      long failedBefore = failures;
      retryNow = failure != null;
      progressed.signalAll();
      while (applied < wanted && !closed) {
        if (failure != null && failures > failedBefore) {
          throw behind("it cannot follow the chain: " + failure);
        }
        if (left <= 0) {
          throw behind("it has applied event " + applied + " of " + wanted + " so far");
        }
        left = progressed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw behind("the call was cancelled");
    } finally {
      progressLock.unlock();
    }
  }

  private BehindException behind(String why) {
    return new BehindException(
        "The wallet \"" + wallet.name() + "\" is behind the chain, so no answer is given: " + why);
  }

  /** Returns when the tip changed last, by the node's clock. */
  public long lastTipTime() {
    progressLock.lock();
    try {
      return lastTipTime;
    } finally {
      progressLock.unlock();
    }
  }

  /** Tells whether the node was far behind when it told of its tip last. */
  public boolean isDownloading() {
    progressLock.lock();
    try {
      return downloading;
    } finally {
      progressLock.unlock();
    }
  }

  /** Returns the last block applied. Needs the wallet's lock. */
  public Optional<Locator> position() {
    return wallet.ledger().lastBlock().map(last -> position.locator());
  }

  /** Stores the last block applied. Needs the wallet's lock. */
  public void storePosition() {
    position().ifPresent(wallet.records()::putBestBlock);
  }

  // ---- failures

  private void failed(RuntimeException e) {
    log.error("{} cannot apply a chain event", wallet.logName(), e);
    progressLock.lock();
    try {
      failure = String.valueOf(e.getMessage());
      failures++;
      progressed.signalAll();
    } finally {
      progressLock.unlock();
    }
    begin("wallet-resubscribe", this::tryAgain);
  }

  /** Begins anew from the last block, from another thread: this one belongs to the old events. */
  private void resubscribe(String why) {
    log.info("{} follows the chain anew: {}", wallet.logName(), why);
    progressLock.lock();
    try {
      // What the old subscription brought last, and brings still, does not count as applied.
      feed = new Feed();
    } finally {
      progressLock.unlock();
    }
    begin("wallet-resubscribe", this::restart);
  }

  private static void begin(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private void restart() {
    try {
      start();
      wallet.clock().refresh();
      MempoolReplay.run(wallet);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void tryAgain() {
    if (awaitRetry()) {
      log.info("{} tries to follow the chain again", wallet.logName());
      restart();
    }
  }

  /** Waits until it is time to try again; false if that is not wanted any more. */
  private boolean awaitRetry() {
    progressLock.lock();
    try {
      long left = retryAfter.toNanos();
      Duration doubled = retryAfter.multipliedBy(2);
      retryAfter = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
      while (left > 0 && !retryNow && !closed && failure != null) {
        left = progressed.awaitNanos(left);
      }
      retryNow = false;
      return !closed && failure != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progressLock.unlock();
    }
  }

  // ---- events

  /** One subscription. What is left of it is dropped as soon as another is made in its place. */
  private final class Feed implements ChainListener {
    private boolean isCurrent() {
      return !closed && failure == null && feed == this;
    }

    private boolean begins() {
      progressLock.lock();
      try {
        if (!isCurrent()) {
          return false;
        }
        delivering = Thread.currentThread();
        return true;
      } finally {
        progressLock.unlock();
      }
    }

    private void ends(long sequence, boolean done) {
      progressLock.lock();
      try {
        if (Thread.currentThread().equals(delivering)) {
          delivering = null;
        }
        if (done && isCurrent()) {
          applied = Math.max(applied, sequence);
          progressed.signalAll();
        }
      } finally {
        progressLock.unlock();
      }
    }

    /** Applies an event in a unit of work, for which the node is not asked. */
    private void apply(long sequence, Runnable step) {
      apply(sequence, () -> sequence, asked -> wallet.records().atomically(step));
    }

    /**
     * Applies an event.
     *
     * @param ask asks the node what is needed for it, without the wallet's lock
     * @param step does it, with the lock; what it changes it changes in units of work
     */
    private <T> void apply(long sequence, Supplier<T> ask, Consumer<T> step) {
      if (!begins()) {
        return;
      }
      boolean done = false;
      try {
        T asked = ask.get();
        done = applyLocked(() -> step.accept(asked));
      } catch (RuntimeException e) {
        failed(e);
      } finally {
        ends(sequence, done);
      }
    }

    private boolean applyLocked(Runnable step) {
      wallet.lock().lock();
      try {
        if (!stillCurrent()) {
          return false;
        }
        step.run();
        return true;
      } finally {
        wallet.lock().unlock();
      }
    }

    private boolean stillCurrent() {
      progressLock.lock();
      try {
        return isCurrent();
      } finally {
        progressLock.unlock();
      }
    }

    @Override
    public void started(BlockRef forkPoint, long sequence) {
      apply(
          sequence,
          () -> {
            if (!wallet.ledger().lastBlock().equals(Optional.of(forkPoint))) {
              log.debug("{} goes on from block {}", wallet.logName(), forkPoint);
              wallet.sync().rewindTo(forkPoint);
              position.rewound(forkPoint.hash());
            }
          });
    }

    @Override
    public void blockConnected(ConnectedBlock connected) {
      apply(
          connected.sequence(),
          () -> {
            wallet.clock().refresh();
            return toldOf(connected.ref());
          },
          told -> wallet.records().atomically(() -> connect(connected, told)));
    }

    /** Asks the node now and again about the blocks before, without the wallet's lock. */
    private Optional<Locator> toldOf(BlockRef ref) {
      if (ref.height() % STORE_INTERVAL != 0) {
        return Optional.empty();
      }
      return Optional.of(wallet.chain().locatorAt(ref.height()))
          .filter(l -> !l.hashes().isEmpty() && l.hashes().get(0).equals(ref.hash()));
    }

    private void connect(ConnectedBlock connected, Optional<Locator> told) {
      BlockRef ref = connected.ref();
      Optional<BlockRef> last = wallet.ledger().lastBlock();
      if (last.isPresent() && last.get().equals(ref)) {
        return;
      }
      if (last.isPresent() && !last.get().hash().equals(connected.previous())) {
        resubscribe("block " + ref.hash() + " does not follow " + last.get().hash());
        return;
      }
      boolean changed = false;
      if (connected.maxTime() < wallet.sync().birthTime() - BIRTH_MARGIN) {
        wallet.ledger().setLastBlock(ref);
      } else {
        changed = wallet.sync().blockConnected(decode(connected), ref);
      }
      position.connected(ref.hash());
      told.ifPresent(position::told);
      if (changed || ref.height() % STORE_INTERVAL == 0) {
        storePosition();
      }
      settled();
    }

    @Override
    public void blockDisconnected(ConnectedBlock connected) {
      apply(
          connected.sequence(),
          () -> {
            BlockRef ref = connected.ref();
            if (!wallet.ledger().lastBlock().equals(Optional.of(ref))) {
              resubscribe("block " + ref.hash() + " is not the last one");
              return;
            }
            wallet.sync().blockDisconnected(decode(connected), ref);
            position.disconnected(ref.hash(), connected.previous());
            storePosition();
            settled();
          });
    }

    /** What failed before has been applied: the next failure is a new one. */
    private void settled() {
      wallet.records().unit().afterCommit(() -> retryAfter(FIRST_RETRY));
    }

    @Override
    public void tipUpdated(BlockRef tip, boolean initialBlockDownload, long sequence) {
      apply(sequence, wallet.clock()::refresh, now -> noteTip(now, initialBlockDownload));
    }

    @Override
    public void transactionAdded(Bytes transaction, long sequence) {
      apply(
          sequence,
          () -> {
            Transaction added = MempoolReplay.decode(transaction);
            if (concerns(added)) {
              wallet.clock().refresh();
            }
            return added;
          },
          wallet.sync()::mempoolAdded);
    }

    /**
     * Most transactions of the network are none of ours, and cost neither a question nor a unit.
     */
    private boolean concerns(Transaction transaction) {
      wallet.lock().lock();
      try {
        return wallet.sync().concerns(transaction);
      } finally {
        wallet.lock().unlock();
      }
    }

    @Override
    public void transactionRemoved(Txid txid, RemovalReason reason, long sequence) {
      apply(sequence, () -> txid, removed -> wallet.sync().mempoolRemoved(removed, reason));
    }

    @Override
    public void flushed(Locator locator, long sequence) {
      apply(sequence, ChainFollower.this::storePosition);
    }

    @Override
    public void lagged(long sequence) {
      if (stillCurrent()) {
        resubscribe("events were left out");
      }
    }
  }

  private void noteTip(long now, boolean initialBlockDownload) {
    progressLock.lock();
    try {
      lastTipTime = now;
      downloading = initialBlockDownload;
    } finally {
      progressLock.unlock();
    }
  }

  private static Block decode(ConnectedBlock connected) {
    try {
      return Block.decode(connected.data());
    } catch (DecodeException e) {
      throw new IllegalStateException("block from the node cannot be read", e);
    }
  }

  private void retryAfter(Duration time) {
    progressLock.lock();
    try {
      retryAfter = time;
    } finally {
      progressLock.unlock();
    }
  }

  /** Ends following. Nothing is applied after this returns. */
  @Override
  public void close() {
    Subscription old;
    progressLock.lock();
    try {
      closed = true;
      old = subscription;
      subscription = null;
      progressed.signalAll();
    } finally {
      progressLock.unlock();
    }
    if (old != null) {
      old.close();
    }
  }
}
