// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.Txid;

/**
 * The best order of up to 64 connected transactions, cut into chunks. Each chunk is the set with
 * all its ancestors that pays the highest rate of what is left and has no part that pays the same;
 * on a tie the smaller set comes first, then the one whose largest txid is lower. The order is
 * therefore a function of graph, fees, sizes and txids alone.
 */
final class Linearization {
  /** Most transactions in a cluster. */
  static final int MAX = 64;

  private final long[] fees;
  private final int[] sizes;
  private final long[] parents;
  private final long[] ancestors;
  private final Txid[] txids;

  private Linearization(long[] fees, int[] sizes, long[] parents, Txid[] txids) {
    this.fees = fees;
    this.sizes = sizes;
    this.parents = parents;
    this.txids = txids;
    this.ancestors = closeUpwards(parents);
  }

  /**
   * Returns the chunks as lists of indexes, each in the order to mine.
   *
   * @param fees modified fees in satoshis
   * @param sizes adjusted weights, positive
   * @param parents a bit mask of direct parents for each transaction; no cycles
   */
  static List<int[]> chunks(long[] fees, int[] sizes, long[] parents, Txid[] txids) {
    if (fees.length > MAX) {
      throw new IllegalArgumentException("cluster of " + fees.length + ", limit " + MAX);
    }
    Linearization work = new Linearization(fees, sizes, parents, txids);
    List<int[]> out = new ArrayList<>();
    long left = fees.length == MAX ? -1L : (1L << fees.length) - 1;
    while (left != 0) {
      long chunk = work.next(left);
      out.add(work.inside(chunk));
      left &= ~chunk;
    }
    return out;
  }

  private static long[] closeUpwards(long[] parents) {
    int n = parents.length;
    long[] closed = new long[n];
    for (int v = 0; v < n; v++) {
      long seen = 1L << v;
      long open = seen;
      while (open != 0) {
        int at = Long.numberOfTrailingZeros(open);
        open &= open - 1;
        long next = parents[at] & ~seen;
        seen |= next;
        open |= next;
      }
      closed[v] = seen;
    }
    return closed;
  }

  private long next(long left) {
    if (Long.bitCount(left) == 1) {
      return left;
    }
    long best = bestAncestorSet(left);
    while (true) {
      ClosureFlow flow = ClosureFlow.solve(fees, sizes, parents, left, rate(best));
      long better = flow.best();
      if (better == 0) {
        return smallest(flow, left);
      }
      best = better;
    }
  }

  private long bestAncestorSet(long left) {
    long best = 0;
    FeeFraction bestRate = FeeFraction.NOTHING;
    for (long m = left; m != 0; m &= m - 1) {
      long set = ancestors[Long.numberOfTrailingZeros(m)] & left;
      FeeFraction rate = sum(set);
      if (best == 0 || rate.compareRate(bestRate) > 0) {
        best = set;
        bestRate = rate;
      }
    }
    return best;
  }

  private long smallest(ClosureFlow flow, long left) {
    long best = 0;
    long bestSize = 0;
    for (long m = left; m != 0; m &= m - 1) {
      long set = flow.exactly(Long.numberOfTrailingZeros(m));
      if (set == 0 || set == best) {
        continue;
      }
      long size = sum(set).size();
      if (best == 0
          || size < bestSize
          || (size == bestSize && largestTxid(set).compareTo(largestTxid(best)) < 0)) {
        best = set;
        bestSize = size;
      }
    }
    return best;
  }

  private FeeFraction sum(long set) {
    long fee = 0;
    long size = 0;
    for (long m = set; m != 0; m &= m - 1) {
      int v = Long.numberOfTrailingZeros(m);
      fee = Math.addExact(fee, fees[v]);
      size += sizes[v];
    }
    return new FeeFraction(fee, size);
  }

  /** The rate in lowest terms, which keeps the weights of the flow small. */
  private FeeFraction rate(long set) {
    FeeFraction sum = sum(set);
    long a = Math.abs(sum.fee());
    long b = sum.size();
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a <= 1 ? sum : new FeeFraction(sum.fee() / a, sum.size() / a);
  }

  private Txid largestTxid(long set) {
    Txid largest = txids[Long.numberOfTrailingZeros(set)];
    for (long m = set & (set - 1); m != 0; m &= m - 1) {
      Txid other = txids[Long.numberOfTrailingZeros(m)];
      if (other.compareTo(largest) > 0) {
        largest = other;
      }
    }
    return largest;
  }

  /** Orders a chunk: parents first, then by own rate, then smaller, then lower txid. */
  private int[] inside(long chunk) {
    int[] order = new int[Long.bitCount(chunk)];
    long placed = ~chunk;
    for (int at = 0; at < order.length; at++) {
      int best = -1;
      for (long m = chunk & ~placed; m != 0; m &= m - 1) {
        int v = Long.numberOfTrailingZeros(m);
        if ((parents[v] & ~placed) == 0 && (best < 0 || comesBefore(v, best))) {
          best = v;
        }
      }
      order[at] = best;
      placed |= 1L << best;
    }
    return order;
  }

  private boolean comesBefore(int a, int b) {
    int byRate = FeeFraction.compareProducts(fees[a], sizes[b], fees[b], sizes[a]);
    if (byRate != 0) {
      return byRate > 0;
    }
    return sizes[a] != sizes[b] ? sizes[a] < sizes[b] : txids[a].compareTo(txids[b]) < 0;
  }
}
