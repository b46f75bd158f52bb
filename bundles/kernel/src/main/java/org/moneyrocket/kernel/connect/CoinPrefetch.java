// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;

/**
 * Reads the coins of a block from disk with several threads {@code kernel-prefetch-N} at once: one
 * after the other each would wait for the disk.
 */
final class CoinPrefetch implements AutoCloseable {
  // For fewer coins handing over takes longer than reading.
  private static final int WORTH_SHARING = 16;

  private final int threads;
  private final AtomicInteger threadNumber = new AtomicInteger();
  private @Nullable ExecutorService pool;

  CoinPrefetch(int threads) {
    this.threads = threads;
  }

  /** Puts the coins that {@code block} spends into the cache. */
  void load(Block block, CoinsCache coins) {
    if (threads == 0 || coins.database().isKnownEmpty()) {
      return;
    }
    List<OutPoint> missing = missing(block, coins);
    if (missing.size() < WORTH_SHARING) {
      return;
    }
    @Nullable Coin[] found = new Coin[missing.size()];
    AtomicInteger next = new AtomicInteger();
    Runnable read =
        () -> {
          int i;
          while ((i = next.getAndIncrement()) < found.length) {
            found[i] = coins.database().get(missing.get(i));
          }
        };
    List<Future<?>> running = new ArrayList<>();
    int helpers = Math.min(threads, missing.size() / WORTH_SHARING);
    for (int i = 0; i < helpers; i++) {
      running.add(pool().submit(read));
    }
    try {
      read.run();
    } finally {
      finish(running);
    }
    for (int i = 0; i < found.length; i++) {
      Coin coin = found[i];
      if (coin != null) {
        coins.offer(missing.get(i), coin, coins.generation());
      }
    }
  }

  private static List<OutPoint> missing(Block block, CoinsCache coins) {
    List<Transaction> transactions = block.transactions();
    Set<Txid> own = HashSet.newHashSet(transactions.size());
    List<OutPoint> missing = new ArrayList<>();
    for (Transaction tx : transactions) {
      if (!tx.isCoinbase()) {
        for (TxIn input : tx.inputs()) {
          if (!own.contains(input.prevout().txid()) && coins.needsDisk(input.prevout())) {
            missing.add(input.prevout());
          }
        }
      }
      own.add(tx.txid());
    }
    return missing;
  }

  private static void finish(List<Future<?>> running) {
    boolean interrupted = false;
    for (Future<?> future : running) {
      while (true) {
        try {
          future.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof StorageException storage) {
            throw storage;
          }
          throw new IllegalStateException("reading coins ahead failed", e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private ExecutorService pool() {
    ExecutorService running = pool;
    if (running == null) {
      running =
          Executors.newFixedThreadPool(
              threads,
              r -> {
                Thread thread = new Thread(r, "kernel-prefetch-" + threadNumber.getAndIncrement());
                thread.setDaemon(true);
                return thread;
              });
      pool = running;
    }
    return running;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
