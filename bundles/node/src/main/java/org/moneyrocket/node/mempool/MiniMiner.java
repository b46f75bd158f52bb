// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;

/**
 * Tells what a new transaction must pay on top so that the unconfirmed ones it spends from are
 * mined at a given rate: it mines the clusters concerned by ancestor sets, best first, until the
 * rate falls under the target, and charges for what is left.
 */
public final class MiniMiner {
  private static final int MAX_TRANSACTIONS = 500;

  private final Set<MempoolEntry> open = new LinkedHashSet<>();
  private final Map<MempoolEntry, Set<MempoolEntry>> ancestors = new HashMap<>();
  private final Map<OutPoint, MempoolEntry> wanted = new LinkedHashMap<>();
  private final boolean tooMany;

  private MiniMiner(Mempool pool, Collection<OutPoint> outpoints) {
    Set<MempoolEntry> replaced = new LinkedHashSet<>();
    for (OutPoint outpoint : outpoints) {
      pool.find(outpoint.txid()).ifPresent(entry -> wanted.put(outpoint, entry));
      // Whoever spends this output now goes when the new transaction comes.
      pool.spender(outpoint).ifPresent(replaced::add);
    }
    Set<MempoolEntry> gone = TxGraph.withDescendants(replaced);
    for (MempoolEntry entry : wanted.values()) {
      open.addAll(entry.cluster().entries());
    }
    tooMany = open.size() > MAX_TRANSACTIONS;
    open.removeAll(gone);
    wanted.values().removeIf(gone::contains);
    for (MempoolEntry entry : open) {
      Set<MempoolEntry> set = new LinkedHashSet<>(TxGraph.ancestors(entry));
      set.add(entry);
      ancestors.put(entry, set);
    }
  }

  /**
   * Returns for each output what its ancestors lack at {@code target}, in satoshis; 0 for what is
   * confirmed, unknown or mined by itself.
   */
  public static Map<OutPoint, Long> bumpFees(
      Mempool pool, Collection<OutPoint> outpoints, FeeRate target) {
    return locked(
        pool,
        () -> {
          MiniMiner miner = new MiniMiner(pool, outpoints);
          Map<OutPoint, Long> out = new LinkedHashMap<>();
          outpoints.forEach(outpoint -> out.put(outpoint, 0L));
          if (!miner.tooMany) {
            miner.mineAbove(target);
            miner.wanted.forEach((outpoint, entry) -> out.put(outpoint, miner.lack(entry, target)));
          }
          return out;
        });
  }

  /**
   * Returns what the ancestors of all {@code outpoints} lack together, each counted once; empty if
   * there are too many to tell.
   */
  public static Optional<Long> combinedBumpFee(
      Mempool pool, Collection<OutPoint> outpoints, FeeRate target) {
    return locked(
        pool,
        () -> {
          MiniMiner miner = new MiniMiner(pool, outpoints);
          if (miner.tooMany) {
            return Optional.empty();
          }
          miner.mineAbove(target);
          Set<MempoolEntry> left = new HashSet<>();
          for (MempoolEntry entry : miner.wanted.values()) {
            if (miner.open.contains(entry)) {
              left.addAll(miner.ancestors.getOrDefault(entry, Set.of()));
            }
          }
          return Optional.of(target.feeOf(vsize(left)) - fees(left));
        });
  }

  private static <T> T locked(Mempool pool, Supplier<T> action) {
    pool.lock().lock();
    try {
      return action.get();
    } finally {
      pool.lock().unlock();
    }
  }

  private void mineAbove(FeeRate target) {
    while (true) {
      MempoolEntry best = null;
      for (MempoolEntry entry : open) {
        if (best == null || isBetter(entry, best)) {
          best = entry;
        }
      }
      if (best == null) {
        return;
      }
      Set<MempoolEntry> mined = Set.copyOf(ancestors.getOrDefault(best, Set.of()));
      if (fees(mined) < target.feeOf(vsize(mined))) {
        return;
      }
      open.removeAll(mined);
      ancestors.values().forEach(set -> set.removeAll(mined));
    }
  }

  /** By the lower of own and ancestors' rate; then smaller, then lower txid. */
  private boolean isBetter(MempoolEntry a, MempoolEntry b) {
    FeeFraction rateA = score(a);
    FeeFraction rateB = score(b);
    int byRate = rateA.compareRate(rateB);
    if (byRate != 0) {
      return byRate > 0;
    }
    int bySize = Long.compare(rateA.size(), rateB.size());
    return bySize != 0 ? bySize < 0 : a.txid().compareTo(b.txid()) < 0;
  }

  private FeeFraction score(MempoolEntry entry) {
    Set<MempoolEntry> set = ancestors.getOrDefault(entry, Set.of());
    FeeFraction own = new FeeFraction(entry.graphFee(), entry.vsize());
    FeeFraction all = new FeeFraction(fees(set), vsize(set));
    return own.compareRate(all) < 0 ? own : all;
  }

  private long lack(MempoolEntry entry, FeeRate target) {
    if (!open.contains(entry)) {
      return 0;
    }
    Set<MempoolEntry> set = ancestors.getOrDefault(entry, Set.of());
    long together = target.feeOf(vsize(set)) - fees(set);
    long alone = target.feeOf(entry.vsize()) - entry.graphFee();
    return Math.max(0, Math.max(together, alone));
  }

  private static long fees(Collection<MempoolEntry> set) {
    return set.stream().mapToLong(MempoolEntry::graphFee).sum();
  }

  private static long vsize(Collection<MempoolEntry> set) {
    return set.stream().mapToLong(MempoolEntry::vsize).sum();
  }
}
