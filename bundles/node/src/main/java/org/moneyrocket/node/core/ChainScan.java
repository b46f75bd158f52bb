// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.chain.ScanRequest;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.index.BlockFilter;
import org.moneyrocket.node.index.FilterIndex;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through past blocks for scripts and streams those that pay to or spend from one. The reader
 * waits for a slow listener; nothing is left out.
 */
public final class ChainScan implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(ChainScan.class);
  private static final Logger scanLog = LoggerFactory.getLogger("scan");
  private static final int WINDOW = 8;
  private static final long PROGRESS_NANOS = 500_000_000L;
  private static final BlockRef NOWHERE = new BlockRef(BlockHash.ZERO, -1);

  private final Kernel kernel;
  private final Optional<FilterIndex> filters;
  private final ScanRequest request;
  private final Set<Bytes> scripts;
  private final EventQueue<ScanListener> out;
  private final Thread thread;

  /**
   * Makes a scan.
   *
   * @param filters lets blocks be passed over without reading them
   */
  public ChainScan(
      Kernel kernel, Optional<FilterIndex> filters, ScanRequest request, ScanListener listener) {
    this.kernel = kernel;
    this.filters = filters;
    this.request = request;
    this.scripts = new HashSet<>(request.scripts());
    this.out =
        new EventQueue<ScanListener>("node-scan-feed", listener, ScanListener::lagged, WINDOW);
    this.thread = Thread.ofPlatform().daemon().name("node-scan").unstarted(this::run);
  }

  public ChainScan start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      scan();
    } catch (InterruptedException e) {
      log.debug("a scan was interrupted");
    } finally {
      awaitDelivery();
      out.close();
    }
  }

  /** What was emitted must not be lost with the end of the subscription. */
  private void awaitDelivery() {
    try {
      while (!out.isClosed() && !out.drain(java.time.Duration.ofSeconds(1))) {
        log.trace("a scan waits for its listener");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scan() throws InterruptedException {
    BlockRef last = NOWHERE;
    int height = Math.max(0, request.fromHeight());
    long nextReport = System.nanoTime() + PROGRESS_NANOS;
    while (!kernel.isInterrupted()) {
      BlockEntry entry = entryAt(height);
      if (entry == null) {
        finish(last, "");
        return;
      }
      try {
        if (!look(entry)) {
          return;
        }
      } catch (StorageException e) {
        finish(last, String.valueOf(e.getMessage()));
        return;
      }
      last = ChainSubscription.ref(entry);
      if (System.nanoTime() - nextReport >= 0) {
        nextReport = System.nanoTime() + PROGRESS_NANOS;
        BlockRef at = last;
        double progress = progress(height);
        if (!out.emitWaiting(listener -> listener.progressed(at, progress))) {
          return;
        }
      }
      height++;
    }
    finish(last, "shutting down");
  }

  private @Nullable BlockEntry entryAt(int height) {
    if (request.toHeight().isPresent() && height > request.toHeight().get()) {
      return null;
    }
    kernel.chainLock().lock();
    try {
      return kernel.chain().at(height);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private double progress(int height) {
    int end = request.toHeight().orElseGet(() -> kernel.chain().height());
    int first = Math.max(0, request.fromHeight());
    return end <= first ? 1 : Math.clamp((height - first) / (double) (end - first), 0, 1);
  }

  private boolean look(BlockEntry entry) throws InterruptedException {
    Optional<BlockFilter> filter = filters.flatMap(index -> index.find(entry));
    if (filter.isPresent()) {
      if (!filter.get().mayContainAny(scripts)) {
        return !out.isClosed();
      }
      scanLog.debug(
          "Fast rescan: inspect block {} [{}] (filter matched)", entry.height(), entry.hash());
    }
    Block block = kernel.readBlock(entry);
    if (!matches(entry, block)) {
      return !out.isClosed();
    }
    ConnectedBlock match = ChainSubscription.block(entry, block.toBytes(), 0);
    return out.emitWaiting(listener -> listener.matched(match));
  }

  private boolean matches(BlockEntry entry, Block block) {
    for (Transaction tx : block.transactions()) {
      for (TxOut output : tx.outputs()) {
        if (scripts.contains(output.script())) {
          return true;
        }
      }
    }
    if (block.transactions().size() == 1) {
      return false;
    }
    for (BlockUndo.TxUndo undo : kernel.readUndo(entry).transactions()) {
      for (Coin coin : undo.spent()) {
        if (scripts.contains(coin.output().script())) {
          return true;
        }
      }
    }
    return false;
  }

  private void finish(BlockRef last, String error) throws InterruptedException {
    if (!out.emitWaiting(listener -> listener.finished(last, error))) {
      log.debug("the listener of a scan was gone at its end");
    }
  }

  /** Stops the scan. */
  @Override
  public void close() {
    out.close();
  }
}
