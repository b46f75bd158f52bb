// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.blockfile.BlockFiles;
import org.moneyrocket.kernel.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses which block files are not needed any more. Chain lock held. */
final class Pruner {
  /** Blocks up to this depth are always kept. */
  static final int MIN_BLOCKS_TO_KEEP = 288;

  private static final Logger log = LoggerFactory.getLogger(Pruner.class);
  private static final Logger prune = LoggerFactory.getLogger("prune");
  private static final long MIN_TARGET_BYTES = 550L << 20;
  private static final long MIB = 1L << 20;
  private static final long AVERAGE_BLOCK_BYTES = 1_000_000;
  private static final int LOCK_BUFFER = 10;

  private final KernelState state;
  private final Map<String, Integer> locks = new TreeMap<>();

  Pruner(KernelState state) {
    this.state = state;
  }

  void setLock(String name, int firstHeight) {
    locks.put(name, firstHeight);
  }

  void removeLock(String name) {
    locks.remove(name);
  }

  /** Moves locks down when the chain gets shorter, so that whoever holds one can follow. */
  void moveLocksBack(int tipHeight) {
    for (Map.Entry<String, Integer> lock : locks.entrySet()) {
      if (lock.getValue() > tipHeight) {
        lock.setValue(tipHeight);
        prune.debug("{} prune lock moved back to {}", lock.getKey(), tipHeight);
      }
    }
  }

  /** Returns the greatest height that the locks allow to prune. */
  private int lastUnlocked(int tipHeight) {
    int last = tipHeight;
    String limiting = null;
    for (Map.Entry<String, Integer> lock : locks.entrySet()) {
      int limit = lock.getValue() - LOCK_BUFFER - 1;
      last = Math.max(1, Math.min(last, limit));
      if (last == limit) {
        limiting = lock.getKey();
      }
    }
    if (limiting != null) {
      prune.debug("{} limited pruning to height {}", limiting, last);
    }
    return last;
  }

  /** Heights that may be pruned for a chain. */
  private record Range(int first, int last) {
    boolean covers(BlockFileInfo info) {
      return info.lastHeight() <= last && info.firstHeight() >= first;
    }
  }

  private static Range range(Chainstate chainstate, int wanted, @Nullable BlockEntry base) {
    int height = chainstate.chain.height();
    if (height <= 0) {
      return new Range(0, 0);
    }
    int first = base == null ? 0 : base.height() + 1;
    return new Range(first, Math.min(wanted, Math.max(0, height - MIN_BLOCKS_TO_KEEP)));
  }

  /**
   * Returns the files that only hold blocks up to {@code height}.
   *
   * @param base the base of a snapshot that is not verified yet, null without one: blocks below it
   *     are still needed
   */
  Set<Integer> filesUpTo(Chainstate chainstate, int height, @Nullable BlockEntry base) {
    Range range =
        range(chainstate, Math.min(height, lastUnlocked(chainstate.chain.height())), base);
    Set<Integer> chosen = new TreeSet<>();
    for (int file = 0; file < state.files.lastFile(); file++) {
      BlockFileInfo info = state.files.info(file);
      if (info.size() > 0 && range.covers(info)) {
        chosen.add(file);
      }
    }
    log.info(
        "[{}] Prune (Manual): prune_height={} removed {} blk/rev pairs",
        chainstate.directory.getFileName(),
        range.last(),
        chosen.size());
    return chosen;
  }

  /** Returns the oldest files without which the rest fits the target. */
  Set<Integer> filesOverTarget(Chainstate chainstate, int chains, @Nullable BlockEntry base) {
    long wanted = state.options.pruneTargetBytes();
    if (wanted == KernelOptions.PRUNE_MANUALLY || wanted == 0) {
      return Set.of();
    }
    int height = chainstate.chain.height();
    if (height <= state.params.pruneAfterHeight()) {
      return Set.of();
    }
    final long target = Math.max(MIN_TARGET_BYTES, wanted / chains);
    Range range = range(chainstate, lastUnlocked(height), base);
    long usage = state.files.usage();
    // Room for what the next block may take before this is looked at again.
    long buffer = BlockFiles.BLOCK_CHUNK + BlockFiles.UNDO_CHUNK;
    Set<Integer> chosen = new TreeSet<>();
    if (usage + buffer >= target) {
      BlockEntry best = state.tree.bestHeader();
      if (state.initialDownload && best != null && best.height() > height) {
        // Each pruning writes the coins; while catching up that should be rare.
        buffer += AVERAGE_BLOCK_BYTES * (best.height() - height);
      }
      for (int file = 0; file < state.files.lastFile() && usage + buffer >= target; file++) {
        BlockFileInfo info = state.files.info(file);
        if (info.size() > 0 && range.covers(info)) {
          chosen.add(file);
          usage -= (long) info.size() + info.undoSize();
        }
      }
    }
    prune.debug(
        "[{}] target={}MiB actual={}MiB diff={}MiB min_height={} max_prune_height={} removed {}"
            + " blk/rev pairs",
        chainstate.directory.getFileName(),
        target / MIB,
        usage / MIB,
        (target - usage) / MIB,
        range.first(),
        range.last(),
        chosen.size());
    return chosen;
  }

  /** Takes note that the blocks and undo data in these files are gone. */
  void forget(Set<Integer> files) {
    List<BlockEntry> affected = new ArrayList<>();
    Set<Integer> wanted = new HashSet<>(files);
    state.tree.forEach(
        entry -> {
          if ((entry.hasData() || entry.hasUndo()) && wanted.contains(state.tree.fileOf(entry))) {
            affected.add(entry);
          }
        });
    affected.forEach(state.tree::pruned);
    files.forEach(state.files::forget);
  }
}
