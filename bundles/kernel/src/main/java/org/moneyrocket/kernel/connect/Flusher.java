// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.DiskSpace;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.Locators;
import org.moneyrocket.primitives.BlockHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when state is written and does it in the order that leaves no gap after a crash: block
 * and undo files, then the index that points into them, then the coins that depend on both.
 */
final class Flusher {
  private static final Logger log = LoggerFactory.getLogger(Flusher.class);
  private static final Logger coindb = LoggerFactory.getLogger("coindb");
  private static final long LARGE_MARGIN_BYTES = 10L << 20;
  private static final long MIN_INTERVAL_SECONDS = 50 * 60;
  private static final long INTERVAL_SPREAD_SECONDS = 20 * 60;
  // A coin takes about 48 bytes on disk; it may be written twice, and twice that to be safe.
  private static final long BYTES_PER_COIN = 48 * 2 * 2;

  private final KernelState state;
  private final Pruner pruner;

  Flusher(KernelState state, Pruner pruner) {
    this.state = state;
    this.pruner = pruner;
  }

  /** How long a block at the tip may exist in memory only. */
  private static final long SETTLED_SECONDS = 1;

  /** How full the cache is. */
  private enum Fill {
    OK,
    LARGE,
    CRITICAL
  }

  private Fill fill(Chainstate chainstate) {
    long total = chainstate.cacheBytes + Math.max(0, state.mempool.unusedBytes());
    long used = chainstate.coins.bytes();
    if (used > total) {
      log.info("Cache size ({}) exceeds total space ({})", used, total);
      return Fill.CRITICAL;
    }
    // Nine tenths, or ten MiB less: whichever is more.
    return used > Math.max(total * 9 / 10, total - LARGE_MARGIN_BYTES) ? Fill.LARGE : Fill.OK;
  }

  /**
   * Writes what {@code mode} asks for. Takes the chain lock.
   *
   * @param pruneHeight above 0 to prune up to there on the user's request
   * @param base base of an unverified snapshot, null without one
   * @param chains number of chainstates in use
   * @throws FatalException after telling the owner
   */
  void flush(
      Chainstate chainstate,
      FlushMode mode,
      int pruneHeight,
      @Nullable BlockEntry base,
      int chains) {
    state.lock.lock();
    try {
      state.halt.check();
      Set<Integer> unneeded = unneeded(chainstate, pruneHeight, base, chains);
      Fill fill = fill(chainstate);
      long now = System.nanoTime() / 1_000_000_000L;
      boolean large = mode == FlushMode.PERIODIC && fill.compareTo(Fill.LARGE) >= 0;
      boolean critical = mode == FlushMode.IF_NEEDED && fill == Fill.CRITICAL;
      boolean due =
          mode == FlushMode.PERIODIC && (now >= chainstate.nextWrite || settled(chainstate, now));
      boolean emptyCache = mode == FlushMode.FORCE_FLUSH || large || critical;
      boolean write = mode == FlushMode.FORCE_SYNC || emptyCache || due || !unneeded.isEmpty();
      if (write) {
        coindb.debug(
            "Writing chainstate to disk: flush mode={}, prune={}, large={}, critical={},"
                + " periodic={}",
            mode,
            !unneeded.isEmpty() ? 1 : 0,
            large ? 1 : 0,
            critical ? 1 : 0,
            due ? 1 : 0);
        write(chainstate, emptyCache);
        remove(chainstate, unneeded);
        chainstate.lastWrite = now;
      }
      if (write || chainstate.nextWrite == Long.MAX_VALUE) {
        chainstate.nextWrite =
            now
                + MIN_INTERVAL_SECONDS
                + ThreadLocalRandom.current().nextLong(INTERVAL_SPREAD_SECONDS);
      }
    } catch (StorageException e) {
      throw state.halt.tell("System error while flushing", e);
    } catch (FatalException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw state.halt.tell("System error while flushing: " + e, e);
    } finally {
      state.lock.unlock();
    }
  }

  /**
   * Tells whether blocks at the tip have waited long enough: a process that is killed loses at most
   * the blocks of the last second. While catching up that would cost more than it saves.
   */
  private boolean settled(Chainstate chainstate, long now) {
    return !state.initialDownload
        && now - chainstate.lastWrite >= SETTLED_SECONDS
        && !state.tree.dirty().isEmpty();
  }

  private Set<Integer> unneeded(
      Chainstate chainstate, int pruneHeight, @Nullable BlockEntry base, int chains) {
    if (!state.options.prunes() || !state.filesIndexed) {
      return Set.of();
    }
    if (pruneHeight > 0) {
      return pruner.filesUpTo(chainstate, pruneHeight, base);
    }
    return state.files.takeGrew() ? pruner.filesOverTarget(chainstate, chains, base) : Set.of();
  }

  /**
   * Removes block files. The coins were written before: those on disk never need a block that is
   * gone. The index forgets a file before it goes; what a crash leaves is removed at the next
   * start.
   */
  private void remove(Chainstate chainstate, Set<Integer> files) {
    if (files.isEmpty()) {
      return;
    }
    // What was written of the coins may still be in the memory of the machine.
    chainstate.database.flush();
    if (!state.pruned) {
      state.store.writeFlag(IndexFlags.PRUNED, true);
      state.pruned = true;
    }
    pruner.forget(files);
    writeIndex();
    state.step("unlink");
    state.files.unlink(files);
    state.step("unlinked");
  }

  private void write(Chainstate chainstate, boolean emptyCache) {
    DiskSpace.require(state.options.blocksDirectory(), 0);
    state.step("files");
    state.files.flush(chainstate.chain.height());
    writeIndex();
    CoinsCache coins = chainstate.coins;
    if (coins.bestBlock().equals(BlockHash.ZERO)) {
      return;
    }
    DiskSpace.require(state.options.dataDirectory(), BYTES_PER_COIN * coins.dirtyEntries());
    state.step("coins");
    if (emptyCache) {
      coins.flush();
    } else {
      coins.sync();
    }
    state.step("written");
    BlockEntry flushed = state.tree.find(coins.bestBlock());
    chainstate.setLastFlushed(flushed);
    if (flushed != null) {
      List<BlockHash> locator = Locators.of(flushed);
      if (chainstate.target() == null) {
        state.events.tellAll(listener -> listener.flushed(locator));
      }
    }
  }

  /**
   * Hands what changed of the block index to the operating system, so that no block at the tip is
   * lost when this process is killed. Costs no sync; while catching up not even that is worth it.
   *
   * @throws FatalException after telling the owner
   */
  void recordIndex() {
    state.lock.lock();
    try {
      if (state.initialDownload || state.tree.unrecorded().isEmpty()) {
        return;
      }
      state.halt.check();
      state.store.writePending(
          state.files.dirty(), state.files.lastFile(), state.tree.unrecorded());
      state.tree.clearUnrecorded();
    } catch (StorageException e) {
      throw state.halt.tell("System error while flushing", e);
    } finally {
      state.lock.unlock();
    }
  }

  /** Writes what changed of the block index. */
  void writeIndex() {
    state.halt.check();
    state.step("index");
    state.store.write(state.files.dirty(), state.files.lastFile(), state.tree.dirty());
    state.files.clearDirty();
    state.tree.clearDirty();
  }
}
