// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener of the chain. Its thread first brings it up to date from the blocks on disk, then
 * passes on what happens. A listener that falls so far behind that the events waiting for it would
 * fill memory is brought up to date from disk again: it misses no block, only events of the
 * mempool, and gets {@code lagged} for those.
 */
final class ChainSubscription implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(ChainSubscription.class);

  /** Events waiting between us and the listener's thread: few, as each may hold a block. */
  private static final int WINDOW = 8;

  private static final int MAX_WAITING = 10_000;
  private static final long MAX_WAITING_BYTES = 16_000_000;

  private final Kernel kernel;
  private final Locator from;
  private final EventQueue<ChainListener> out;
  private final Thread thread;

  /** Guards everything below. The chain lock, if needed, is taken before it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Deque<FeedEvent> waiting = new ArrayDeque<>();
  private long waitingBytes;

  /** Events up to this number are contained in what was read from disk. */
  private long contained;

  private boolean live;
  private boolean lostMempool;
  private boolean closed;
  private long delivered;

  /** The last block the listener knows; used by the thread only. */
  private @Nullable BlockEntry last;

  /** What to tell once the chain lock is free; used by the thread only. */
  private Consumer<ChainListener> caughtUp = listener -> {};

  private long caughtUpSequence;
  private boolean tellLagged;

  ChainSubscription(
      Kernel kernel, Locator from, ChainListener listener, Consumer<ChainSubscription> onClose) {
    this.kernel = kernel;
    this.from = from;
    this.out =
        new EventQueue<ChainListener>("node-chain-feed", listener, ChainListener::lagged, WINDOW);
    this.out.onClose(
        () -> {
          onClose.accept(this);
          end();
        });
    this.thread = Thread.ofPlatform().daemon().name("node-chain-read").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes an event; never blocks. */
  void offer(FeedEvent event) {
    lock.lock();
    try {
      if (closed || !live || event.sequence() <= contained) {
        return;
      }
      if (waiting.size() >= MAX_WAITING || waitingBytes + event.bytes() > MAX_WAITING_BYTES) {
        for (FeedEvent lost : waiting) {
          lostMempool |= lost instanceof FeedEvent.Added || lost instanceof FeedEvent.Removed;
        }
        lostMempool |= event instanceof FeedEvent.Added || event instanceof FeedEvent.Removed;
        waiting.clear();
        waitingBytes = 0;
        live = false;
      } else {
        waiting.add(event);
        waitingBytes += event.bytes();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the listener has been told everything up to event {@code sequence}. */
  boolean awaitDelivered(long sequence, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!closed && (!live || !waiting.isEmpty()) && delivered < sequence) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    return out.drain(Duration.ofNanos(Math.max(0, left)));
  }

  private void run() {
    try {
      if (!begin()) {
        return;
      }
      while (catchUp() && passOn()) {
        // Behind again: read on from disk.
      }
    } catch (InterruptedException e) {
      log.debug("a chain subscription was interrupted");
    } catch (StorageException e) {
      log.error("A block for a subscriber cannot be read: {}", e.getMessage());
    } finally {
      out.close();
    }
  }

  private boolean begin() throws InterruptedException {
    Optional<BlockEntry> fork = kernel.forkPoint(from.hashes());
    if (fork.isEmpty()) {
      log.debug("a chain subscription came before there was a chain");
      return false;
    }
    last = fork.get();
    BlockRef ref = ref(fork.get());
    return out.emitWaiting(listener -> listener.started(ref, 0));
  }

  /** Reads blocks until the listener knows the tip. False at the end of the subscription. */
  private boolean catchUp() throws InterruptedException {
    while (!kernel.isInterrupted()) {
      BlockEntry at = Objects.requireNonNull(last);
      BlockEntry next;
      kernel.chainLock().lock();
      try {
        BlockEntry tip = kernel.chain().requireTip();
        if (at == tip) {
          return goLive(tip);
        }
        next = kernel.chain().contains(at) ? kernel.chain().next(at) : null;
      } finally {
        kernel.chainLock().unlock();
      }
      if (!step(at, next)) {
        return false;
      }
    }
    return false;
  }

  private boolean step(BlockEntry at, @Nullable BlockEntry next) throws InterruptedException {
    if (next != null) {
      ConnectedBlock block = block(next, kernel.readRawBlock(next), delivered());
      last = next;
      return out.emitWaiting(listener -> listener.blockConnected(block));
    }
    ConnectedBlock block = block(at, kernel.readRawBlock(at), delivered());
    last = at.previous();
    return out.emitWaiting(listener -> listener.blockDisconnected(block));
  }

  /** With the chain lock held nothing can happen, so what follows is exactly what is new. */
  private boolean goLive(BlockEntry tip) {
    long now = kernel.events().sequence();
    boolean lost;
    lock.lock();
    try {
      contained = now;
      live = true;
      lost = lostMempool;
      lostMempool = false;
    } finally {
      lock.unlock();
    }
    BlockRef ref = ref(tip);
    boolean downloading = kernel.isInitialBlockDownload();
    // Emitting may wait for the listener, which must not happen under the chain lock.
    caughtUp = listener -> listener.tipUpdated(ref, downloading, now);
    caughtUpSequence = now;
    tellLagged = lost;
    return true;
  }

  /** Passes on events as they come. False at the end, true when it is behind. */
  private boolean passOn() throws InterruptedException {
    if (tellLagged && !out.emitWaiting(listener -> listener.lagged(delivered()))) {
      return false;
    }
    if (!send(caughtUp, caughtUpSequence)) {
      return false;
    }
    while (true) {
      FeedEvent event;
      lock.lock();
      try {
        while (!closed && live && waiting.isEmpty()) {
          changed.await();
        }
        if (closed) {
          return false;
        }
        if (waiting.isEmpty()) {
          return true;
        }
        event = waiting.remove();
        waitingBytes -= event.bytes();
      } finally {
        lock.unlock();
      }
      if (!deliver(event)) {
        return false;
      }
    }
  }

  private boolean deliver(FeedEvent event) throws InterruptedException {
    long sequence = event.sequence();
    return switch (event) {
      case FeedEvent.Connected(var entry, var data, _) -> {
        ConnectedBlock block = block(entry, data.toBytes(), sequence);
        last = entry;
        yield send(listener -> listener.blockConnected(block), sequence);
      }
      case FeedEvent.Disconnected(var entry, var data, _) -> {
        ConnectedBlock block = block(entry, data.toBytes(), sequence);
        last = entry.previous();
        yield send(listener -> listener.blockDisconnected(block), sequence);
      }
      case FeedEvent.Tip(var entry, boolean downloading, _) -> {
        BlockRef ref = ref(entry);
        yield send(listener -> listener.tipUpdated(ref, downloading, sequence), sequence);
      }
      case FeedEvent.Added(var tx, _) -> {
        Bytes data = tx.toBytes();
        yield send(listener -> listener.transactionAdded(data, sequence), sequence);
      }
      case FeedEvent.Removed(var txid, var reason, _) ->
          send(listener -> listener.transactionRemoved(txid, reason, sequence), sequence);
      case FeedEvent.Flushed(var hashes, _) -> {
        Locator locator = new Locator(hashes);
        yield send(listener -> listener.flushed(locator, sequence), sequence);
      }
    };
  }

  private boolean send(Consumer<ChainListener> event, long sequence) throws InterruptedException {
    boolean going = out.emitWaiting(event);
    lock.lock();
    try {
      delivered = sequence;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return going;
  }

  private long delivered() {
    lock.lock();
    try {
      return delivered;
    } finally {
      lock.unlock();
    }
  }

  static BlockRef ref(BlockEntry entry) {
    return new BlockRef(entry.hash(), entry.height());
  }

  static ConnectedBlock block(BlockEntry entry, Bytes data, long sequence) {
    BlockEntry previous = entry.previous();
    return new ConnectedBlock(
        ref(entry),
        previous == null ? BlockHash.ZERO : previous.hash(),
        entry.time(),
        entry.timeMax(),
        data,
        sequence);
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    out.close();
  }
}
