// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;

/**
 * Reads, decodes and checks stored blocks on the thread {@code kernel-read} while earlier ones are
 * being connected. Used by the thread that changes the chain only.
 */
final class ReadAhead implements AutoCloseable {
  private static final int MOST_BLOCKS = 3;
  // A decoded block takes several times its size, for as long as it waits here.
  private static final int ENOUGH_BYTES = 1 << 20;

  private final ChainParameters params;
  private final BlockStorage storage;
  private final Map<BlockEntry, Future<Ready>> started = new HashMap<>();
  private int blocksAhead = MOST_BLOCKS;
  private @Nullable ExecutorService thread;

  ReadAhead(ChainParameters params, BlockStorage storage) {
    this.params = params;
    this.storage = storage;
  }

  /**
   * A block that was read.
   *
   * @param verdict of the checks that need no other block
   */
  record Ready(Block block, Verdict verdict) {}

  private Ready read(BlockEntry entry) {
    Block block = storage.read(entry);
    return new Ready(block, BlockCheck.check(params, block));
  }

  /**
   * Returns a block and begins to read the ones after it.
   *
   * @param end the block that will be connected last, if all goes well
   * @throws org.moneyrocket.kernel.StorageException if it cannot be read
   */
  Ready take(BlockEntry entry, BlockEntry end) {
    Future<Ready> future = started.remove(entry);
    if (future == null) {
      // Another branch: what was begun is of no use.
      started.clear();
    }
    int last = Math.min(end.height(), entry.height() + blocksAhead);
    for (int height = entry.height() + 1; height <= last; height++) {
      BlockEntry next = end.ancestor(height);
      if (next != null && !started.containsKey(next) && next.hasData()) {
        started.put(next, thread().submit(() -> read(next)));
      }
    }
    Ready ready = future == null ? read(entry) : await(future, entry);
    // The blocks that follow are most likely as large as this one.
    int size = Math.max(1, ready.block().totalSize());
    blocksAhead = Math.clamp(ENOUGH_BYTES / size, 1, MOST_BLOCKS);
    return ready;
  }

  private Ready await(Future<Ready> future, BlockEntry entry) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          // Once more on this thread, so that whoever handles the failure sees it directly.
          return read(entry);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Forgets what was begun. */
  void clear() {
    started.clear();
  }

  private ExecutorService thread() {
    ExecutorService running = thread;
    if (running == null) {
      running =
          Executors.newSingleThreadExecutor(
              r -> {
                Thread t = new Thread(r, "kernel-read");
                t.setDaemon(true);
                return t;
              });
      thread = running;
    }
    return running;
  }

  @Override
  public void close() {
    started.clear();
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
