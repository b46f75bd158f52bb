// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks now and then whether the mempool contradicts itself or the chain ({@code -checkmempool}).
 * What it finds is a mistake of ours, after which nothing in the mempool can be trusted.
 */
final class PoolCheck {
  private static final Logger log = LoggerFactory.getLogger("mempool");

  private final Mempool pool;
  private final ChainState chain;

  private PoolCheck(Mempool pool, ChainState chain) {
    this.pool = pool;
    this.chain = chain;
  }

  /**
   * Checks everything. Chain lock and mempool's lock are held.
   *
   * @throws IllegalStateException naming the first contradiction
   */
  static void run(Mempool pool, ChainState chain) {
    log.debug(
        "Checking mempool with {} transactions and {} inputs",
        pool.all().size(),
        pool.spenders().size());
    Optional<String> problem = new PoolCheck(pool, chain).problem();
    if (problem.isPresent()) {
      log.error("The mempool contradicts itself: {}", problem.get());
      throw new IllegalStateException("the mempool contradicts itself: " + problem.get());
    }
  }

  /** Returns the first contradiction, empty if there is none. */
  private Optional<String> problem() {
    long vsize = 0;
    long fees = 0;
    long bytes = 0;
    Set<OutPoint> spent = new HashSet<>();
    for (MempoolEntry entry : pool.all()) {
      vsize += entry.vsize();
      fees += entry.baseFee();
      bytes += MemoryUsage.of(entry.tx());
      Optional<String> problem = problemOf(entry, spent);
      if (problem.isPresent()) {
        return problem;
      }
    }
    if (spent.size() != pool.spenders().size()) {
      return Optional.of(
          pool.spenders().size() + " inputs are indexed, " + spent.size() + " are there");
    }
    return pool.sumsProblem(vsize, fees, bytes).or(this::orderProblem);
  }

  private Optional<String> problemOf(MempoolEntry entry, Set<OutPoint> spent) {
    Set<MempoolEntry> parents = new HashSet<>();
    for (TxIn input : entry.tx().inputs()) {
      OutPoint outpoint = input.prevout();
      if (!spent.add(outpoint)) {
        return Optional.of(outpoint + " is spent twice");
      }
      if (pool.spenders().get(outpoint) != entry) {
        return Optional.of(entry.txid() + " is not known to spend " + outpoint);
      }
      Optional<MempoolEntry> parent = pool.find(outpoint.txid());
      if (parent.isPresent()) {
        if (outpoint.index() >= parent.get().tx().outputs().size()) {
          return Optional.of(entry.txid() + " spends " + outpoint + ", which is no output");
        }
        parents.add(parent.get());
      } else if (chain.coin(outpoint) == null) {
        return Optional.of(entry.txid() + " spends " + outpoint + ", which is spent");
      }
    }
    if (!parents.equals(entry.parents)) {
      return Optional.of("the parents of " + entry.txid() + " are not those it spends from");
    }
    for (MempoolEntry parent : parents) {
      if (!parent.children.contains(entry)) {
        return Optional.of(parent.txid() + " does not know its child " + entry.txid());
      }
    }
    for (MempoolEntry child : entry.children) {
      if (!child.parents.contains(entry)) {
        return Optional.of(entry.txid() + " has a child it is not the parent of");
      }
    }
    return Optional.empty();
  }

  /** Looks at clusters and chunks: complete, in order, within the limits. */
  private Optional<String> orderProblem() {
    Map<MempoolEntry, Integer> positions = new HashMap<>();
    Map<Cluster, FeeFraction> last = new HashMap<>();
    for (Chunk chunk : pool.graph().chunks()) {
      FeeFraction sum = FeeFraction.NOTHING;
      for (MempoolEntry entry : chunk.entries()) {
        sum = sum.plus(new FeeFraction(entry.graphFee(), entry.adjustedWeight()));
        for (MempoolEntry parent : entry.parents) {
          if (!positions.containsKey(parent)) {
            return Optional.of(entry.txid() + " would be mined before " + parent.txid());
          }
        }
        positions.put(entry, positions.size());
        if (!entry.chunk().equals(chunk)) {
          return Optional.of(entry.txid() + " does not know its chunk");
        }
      }
      if (!sum.equals(chunk.rate())) {
        return Optional.of("a chunk of rate " + chunk.rate() + " holds " + sum);
      }
      Cluster cluster = chunk.entries().get(0).cluster();
      FeeFraction before = last.put(cluster, chunk.rate());
      if (before != null && before.compareRate(chunk.rate()) < 0) {
        return Optional.of("a chunk pays more than the one before it in its cluster");
      }
      if (before == null
          && !pool.limits().clusters().allow(cluster.entries().size(), cluster.size())) {
        return Optional.of("a cluster of " + cluster.entries().size() + " is too large");
      }
    }
    return positions.size() == pool.all().size()
        ? Optional.empty()
        : Optional.of(positions.size() + " of " + pool.all().size() + " are in clusters");
  }
}
