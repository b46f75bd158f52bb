// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.node.mempool.MempoolListener;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Transaction;

/**
 * Tells subscribers what happens to chain and mempool, in one order for all. The kernel's queue
 * gives every event its number; here each event goes to every {@link ChainSubscription}, which
 * delivers at the pace of its listener.
 */
public final class ChainFeed implements MempoolListener, AutoCloseable {
  private final Kernel kernel;
  private final ChainEvents events;
  private final List<ChainSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ChainEvents.Handle handle;

  ChainFeed(Kernel kernel) {
    this.kernel = kernel;
    this.events = kernel.events();
    this.handle = events.subscribe(new KernelSide());
  }

  /** Returns the number of the last event that was made; subscribers may not have it yet. */
  public long sequence() {
    return events.announced();
  }

  /** Begins to deliver events from where {@code from} leaves the active chain. */
  public Subscription subscribe(Locator from, ChainListener listener) {
    ChainSubscription subscription =
        new ChainSubscription(kernel, from, listener, subscriptions::remove);
    subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  /**
   * Waits until every subscriber has been told all that has happened up to now, or {@code patience}
   * is over.
   *
   * @return false if some listener is slower than that
   */
  public boolean drain(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long now = events.sequence();
    events.await(now);
    boolean all = true;
    for (ChainSubscription subscription : subscriptions) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      all &= subscription.awaitDelivered(now, left);
    }
    return all;
  }

  // The mempool speaks with its lock held: only note it down.

  @Override
  public void added(MempoolEntry entry, long sequence) {
    Transaction tx = entry.tx();
    events.announce(() -> offer(new FeedEvent.Added(tx, current())));
  }

  @Override
  public void removed(Transaction tx, RemovalReason reason, long sequence) {
    if (reason != RemovalReason.BLOCK) {
      events.announce(() -> offer(new FeedEvent.Removed(tx.txid(), reason, current())));
    }
  }

  /** Returns the number of the event that is being delivered. */
  private long current() {
    return events.delivered() + 1;
  }

  private void offer(FeedEvent event) {
    for (ChainSubscription subscription : subscriptions) {
      subscription.offer(event);
    }
  }

  private final class KernelSide implements org.moneyrocket.kernel.ChainListener {
    @Override
    public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
      offer(new FeedEvent.Connected(entry, block, current()));
    }

    @Override
    public void blockDisconnected(BlockEntry entry, Block block, BlockUndo undo) {
      offer(new FeedEvent.Disconnected(entry, block, current()));
    }

    @Override
    public void tipUpdated(BlockEntry tip, @Nullable BlockEntry fork, boolean initialDownload) {
      offer(new FeedEvent.Tip(tip, initialDownload, current()));
    }

    @Override
    public void flushed(List<BlockHash> locator) {
      offer(new FeedEvent.Flushed(locator, current()));
    }
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    handle.close();
    subscriptions.forEach(ChainSubscription::close);
  }
}
