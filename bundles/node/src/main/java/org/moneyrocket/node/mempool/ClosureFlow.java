// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Finds, among sets of at most 64 transactions that contain all their parents, those that pay most
 * above a given fee rate. This is the maximum closure problem: every transaction weighs {@code fee
 * - rate * size}; a flow from the transactions of positive weight through their parents to those of
 * negative weight is enlarged until nothing can be added (Picard 1976). What then still has weight
 * left pays more than the rate.
 */
abstract class ClosureFlow {
  /** Direct parents of each transaction, restricted to {@link #members}. */
  private final long[] parents;

  /** Bit c of {@code carriers[p]}: child c passes some of its weight on to parent p. */
  final long[] carriers = new long[64];

  private final long members;
  private final int[] previous = new int[64];

  private ClosureFlow(long[] allParents, long members) {
    this.members = members;
    this.parents = new long[allParents.length];
    for (int v = 0; v < allParents.length; v++) {
      parents[v] = allParents[v] & members;
    }
  }

  /**
   * Prepares the weights against the rate of {@code rate} and enlarges the flow to its maximum.
   *
   * @param members the transactions that may be chosen
   */
  static ClosureFlow solve(
      long[] fees, int[] sizes, long[] parents, long members, FeeFraction rate) {
    ClosureFlow flow = create(fees, sizes, parents, members, rate);
    while (flow.enlarge()) {
      // Each turn saturates an edge; on graphs of 64 nodes there are few.
    }
    return flow;
  }

  private static ClosureFlow create(
      long[] fees, int[] sizes, long[] parents, long members, FeeFraction rate) {
    double bound = 0;
    for (long m = members; m != 0; m &= m - 1) {
      int v = Long.numberOfTrailingZeros(m);
      bound += Math.abs((double) fees[v]) * rate.size() + Math.abs((double) rate.fee()) * sizes[v];
    }
    // Far below 2^63, so that no sum of weights overflows in spite of the rounding of a double.
    return bound < 0x1p61
        ? new Narrow(fees, sizes, parents, members, rate)
        : new Wide(fees, sizes, parents, members, rate);
  }

  abstract boolean hasSurplus(int v);

  abstract boolean hasDeficit(int v);

  /** Moves as much as possible along {@code path[0..length)}, from surplus to deficit. */
  abstract void push(int[] path, int length);

  /** Returns the smallest closure of greatest weight; empty if no set pays more than the rate. */
  long best() {
    long found = 0;
    for (long m = members; m != 0; m &= m - 1) {
      int v = Long.numberOfTrailingZeros(m);
      if ((found >>> v & 1) == 0 && hasSurplus(v)) {
        found |= reach(v);
      }
    }
    return found;
  }

  /**
   * Returns the smallest closure with {@code v} that pays exactly the rate, once no set pays more;
   * empty if there is none.
   */
  long exactly(int v) {
    long reached = reach(v);
    for (long m = reached; m != 0; m &= m - 1) {
      if (hasDeficit(Long.numberOfTrailingZeros(m))) {
        return 0;
      }
    }
    return reached;
  }

  private long reach(int from) {
    long seen = 1L << from;
    long open = seen;
    while (open != 0) {
      int v = Long.numberOfTrailingZeros(open);
      open &= open - 1;
      long next = (parents[v] | carriers[v]) & ~seen;
      seen |= next;
      open |= next;
    }
    return seen;
  }

  /** Finds a shortest way from a surplus to a deficit and uses it; false if there is none. */
  private boolean enlarge() {
    int[] queue = new int[64];
    int head = 0;
    int tail = 0;
    long seen = 0;
    for (long m = members; m != 0; m &= m - 1) {
      int v = Long.numberOfTrailingZeros(m);
      if (hasSurplus(v)) {
        seen |= 1L << v;
        previous[v] = -1;
        queue[tail++] = v;
      }
    }
    while (head < tail) {
      int v = queue[head++];
      if (hasDeficit(v)) {
        int length = 0;
        for (int at = v; at >= 0; at = previous[at]) {
          length++;
        }
        int[] path = new int[length];
        for (int at = v, i = length - 1; at >= 0; at = previous[at], i--) {
          path[i] = at;
        }
        push(path, length);
        return true;
      }
      for (long next = (parents[v] | carriers[v]) & ~seen; next != 0; next &= next - 1) {
        int w = Long.numberOfTrailingZeros(next);
        seen |= 1L << w;
        previous[w] = v;
        queue[tail++] = w;
      }
    }
    return false;
  }

  /** Tells whether the step from {@code u} to {@code w} goes from child to parent. */
  final boolean upwards(int u, int w) {
    return (parents[u] >>> w & 1) != 0;
  }

  /** Weights that fit a long. */
  private static final class Narrow extends ClosureFlow {
    private final long[] left;
    private final long[][] carried;

    Narrow(long[] fees, int[] sizes, long[] parents, long members, FeeFraction rate) {
      super(parents, members);
      int n = fees.length;
      left = new long[n];
      carried = new long[n][n];
      for (long m = members; m != 0; m &= m - 1) {
        int v = Long.numberOfTrailingZeros(m);
        left[v] = fees[v] * rate.size() - rate.fee() * sizes[v];
      }
    }

    @Override
    boolean hasSurplus(int v) {
      return left[v] > 0;
    }

    @Override
    boolean hasDeficit(int v) {
      return left[v] < 0;
    }

    @Override
    void push(int[] path, int length) {
      int first = path[0];
      int last = path[length - 1];
      long amount = Math.min(left[first], -left[last]);
      for (int i = 0; i + 1 < length; i++) {
        if (!upwards(path[i], path[i + 1])) {
          amount = Math.min(amount, carried[path[i + 1]][path[i]]);
        }
      }
      left[first] -= amount;
      left[last] += amount;
      for (int i = 0; i + 1 < length; i++) {
        int u = path[i];
        int w = path[i + 1];
        if (upwards(u, w)) {
          carried[u][w] += amount;
          carriers[w] |= 1L << u;
        } else {
          carried[w][u] -= amount;
          if (carried[w][u] == 0) {
            carriers[u] &= ~(1L << w);
          }
        }
      }
    }
  }

  /** Weights of any magnitude, for deltas beyond all money. */
  private static final class Wide extends ClosureFlow {
    private final BigInteger[] left;
    private final BigInteger[][] carried;

    Wide(long[] fees, int[] sizes, long[] parents, long members, FeeFraction rate) {
      super(parents, members);
      int n = fees.length;
      left = new BigInteger[n];
      Arrays.fill(left, BigInteger.ZERO);
      carried = new BigInteger[n][n];
      for (BigInteger[] row : carried) {
        Arrays.fill(row, BigInteger.ZERO);
      }
      for (long m = members; m != 0; m &= m - 1) {
        int v = Long.numberOfTrailingZeros(m);
        left[v] =
            BigInteger.valueOf(fees[v])
                .multiply(BigInteger.valueOf(rate.size()))
                .subtract(BigInteger.valueOf(rate.fee()).multiply(BigInteger.valueOf(sizes[v])));
      }
    }

    @Override
    boolean hasSurplus(int v) {
      return left[v].signum() > 0;
    }

    @Override
    boolean hasDeficit(int v) {
      return left[v].signum() < 0;
    }

    @Override
    void push(int[] path, int length) {
      int first = path[0];
      int last = path[length - 1];
      BigInteger amount = left[first].min(left[last].negate());
      for (int i = 0; i + 1 < length; i++) {
        if (!upwards(path[i], path[i + 1])) {
          amount = amount.min(carried[path[i + 1]][path[i]]);
        }
      }
      left[first] = left[first].subtract(amount);
      left[last] = left[last].add(amount);
      for (int i = 0; i + 1 < length; i++) {
        int u = path[i];
        int w = path[i + 1];
        if (upwards(u, w)) {
          carried[u][w] = carried[u][w].add(amount);
          carriers[w] |= 1L << u;
        } else {
          carried[w][u] = carried[w][u].subtract(amount);
          if (carried[w][u].signum() == 0) {
            carriers[u] &= ~(1L << w);
          }
        }
      }
    }
  }
}
