// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
 * Applies chain events to a wallet, in order. Whoever wants an answer that is as new as the chain
 * waits in {@link #awaitCurrent} first.
 */
public final class ChainFollower implements ChainListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChainFollower.class);

  /** Blocks this much older than the first key cannot concern the wallet, in seconds. */
  private static final long BIRTH_MARGIN = 8 * 3600;

  /** The last block is stored at least every so many blocks. */
  private static final int STORE_INTERVAL = 144;

  private final FollowedWallet wallet;
  private final Position position;

  /** Guards the fields below; taken after the wallet's lock. */
  private final ReentrantLock progressLock = new ReentrantLock();

  private final Condition progressed = progressLock.newCondition();
  private long applied;
  private long lastTipTime;
  private boolean downloading;
  private boolean closed;
  private @Nullable String failure;
  private @Nullable Subscription subscription;
  private @Nullable Thread delivering;

  /**
   * @param start where the wallet stands
   */
  public ChainFollower(FollowedWallet wallet, Locator start) {
    this.wallet = wallet;
    this.position = new Position(start);
  }

  /** Begins to follow. */
  public void start() {
    Locator from;
    wallet.lock().lock();
    try {
      from = position.locator();
    } finally {
      wallet.lock().unlock();
    }
    Subscription fresh = wallet.chain().subscribe(from, this);
    Subscription old;
    progressLock.lock();
    try {
      old = closed ? fresh : subscription;
      subscription = closed ? null : fresh;
    } finally {
      progressLock.unlock();
    }
    if (old != null) {
      old.close();
    }
  }

  /**
   * Waits until the wallet has applied the event that is the newest now. Returns at once on the
   * thread that applies events.
   *
   * @return false if that took longer than {@code patience}
   */
  public boolean awaitCurrent(Duration patience) {
    long wanted = wallet.chain().sequence();
    long left = patience.toNanos();
    progressLock.lock();
    try {
      if (Thread.currentThread().equals(delivering)) {
        return true;
      }
      while (applied < wanted && !closed) {
        if (failure != null) {
          throw new IllegalStateException("The wallet cannot follow the chain: " + failure);
        }
        if (left <= 0) {
          log.debug("{} is behind the chain: event {} of {}", wallet.logName(), applied, wanted);
          return false;
        }
        left = progressed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progressLock.unlock();
    }
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
    return wallet.ledger().lastBlock().map(last -> position.locator(last, wallet.chain()));
  }

  /** Stores the last block applied. Needs the wallet's lock. */
  public void storePosition() {
    position().ifPresent(wallet.records()::putBestBlock);
  }

  // ---- events

  @FunctionalInterface
  private interface Step {
    void run() throws DecodeException;
  }

  private void apply(long sequence, Step step) {
    progressLock.lock();
    try {
      if (closed || failure != null) {
        return;
      }
      delivering = Thread.currentThread();
    } finally {
      progressLock.unlock();
    }
    String error = null;
    wallet.lock().lock();
    try {
      step.run();
    } catch (DecodeException | RuntimeException e) {
      log.error("{} cannot apply a chain event", wallet.logName(), e);
      error = String.valueOf(e.getMessage());
    } finally {
      wallet.lock().unlock();
      progressLock.lock();
      try {
        delivering = null;
        failure = error;
        applied = error == null ? Math.max(applied, sequence) : applied;
        progressed.signalAll();
      } finally {
        progressLock.unlock();
      }
    }
  }

  @Override
  public void started(BlockRef forkPoint, long sequence) {
    apply(
        sequence,
        () -> {
          Optional<BlockRef> last = wallet.ledger().lastBlock();
          if (last.isEmpty()
              || last.get().height() > forkPoint.height()
              || !last.get().equals(forkPoint)) {
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
          if (connected.time() < wallet.sync().birthTime() - BIRTH_MARGIN) {
            wallet.ledger().setLastBlock(ref);
          } else {
            changed = wallet.sync().blockConnected(Block.decode(connected.data()), ref);
          }
          position.connected(ref.hash());
          if (changed || ref.height() % STORE_INTERVAL == 0) {
            storePosition();
          }
        });
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
          wallet.sync().blockDisconnected(Block.decode(connected.data()), ref);
          position.disconnected(ref.hash());
          storePosition();
        });
  }

  @Override
  public void tipUpdated(BlockRef tip, boolean initialBlockDownload, long sequence) {
    apply(sequence, () -> {});
    long now = wallet.chain().now();
    progressLock.lock();
    try {
      lastTipTime = now;
      downloading = initialBlockDownload;
    } finally {
      progressLock.unlock();
    }
  }

  @Override
  public void transactionAdded(Bytes transaction, long sequence) {
    Transaction tx = MempoolReplay.decode(transaction);
    apply(sequence, () -> wallet.sync().mempoolAdded(tx));
  }

  @Override
  public void transactionRemoved(Txid txid, RemovalReason reason, long sequence) {
    apply(sequence, () -> wallet.sync().mempoolRemoved(txid, reason));
  }

  @Override
  public void flushed(Locator locator, long sequence) {
    apply(sequence, this::storePosition);
  }

  @Override
  public void lagged(long sequence) {
    resubscribe("events were left out");
  }

  /** Begins anew from the last block, from another thread: this one belongs to the old events. */
  private void resubscribe(String why) {
    log.info("{} follows the chain anew: {}", wallet.logName(), why);
    Thread.ofPlatform()
        .daemon()
        .name("wallet-resubscribe")
        .start(
            () -> {
              start();
              MempoolReplay.run(wallet);
            });
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
