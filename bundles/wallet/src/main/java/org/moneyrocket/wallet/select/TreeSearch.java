// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.List;

/**
 * Walks depth-first over the subsets of a list of groups that is sorted by falling amount. Taking a
 * group comes before leaving it out. Subclasses judge each new subset.
 */
abstract class TreeSearch {
  private static final int MAX_TRIES = 100_000;

  /** What to do after a subset was judged. */
  enum Verdict {
    /** Take the next group as well. */
    EXPLORE,
    /** Leave the last group out and go on behind it. */
    SHIFT,
    /** Neither with nor without the last group can anything come of it. */
    CUT
  }

  final List<CoinGroup> pool;
  final long[] lookahead;
  final int[] chosen;
  int depth;
  long amount;
  int weight;
  boolean tooHeavy;

  /**
   * @param pool groups that all count for more than nothing
   */
  TreeSearch(List<CoinGroup> pool) {
    this.pool = pool;
    this.chosen = new int[pool.size()];
    this.lookahead = new long[pool.size()];
    long sum = 0;
    for (int i = pool.size() - 1; i >= 0; i--) {
      lookahead[i] = sum;
      sum += pool.get(i).selectionAmount();
    }
  }

  /** Judges the subset that ends with the group just taken. */
  abstract Verdict judge(int last);

  void took(CoinGroup group) {
    amount += group.selectionAmount();
    weight += group.weight();
  }

  void dropped(CoinGroup group) {
    amount -= group.selectionAmount();
    weight -= group.weight();
  }

  final void run() {
    int next = 0;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      int last = next;
      chosen[depth++] = last;
      took(pool.get(last));
      next++;
      Verdict verdict = judge(last);
      if (next == pool.size()) {
        verdict = Verdict.CUT;
      }
      if (verdict == Verdict.EXPLORE) {
        continue;
      }
      if (verdict == Verdict.CUT) {
        drop();
      }
      next = shift();
      if (next < 0) {
        return;
      }
    }
  }

  private void drop() {
    dropped(pool.get(chosen[--depth]));
  }

  /** Leaves out the last group and returns the next one worth trying, -1 at the end of all. */
  private int shift() {
    while (depth > 0) {
      int next = chosen[depth - 1] + 1;
      drop();
      // A group of the same amount as the one just left out leads to subsets already judged.
      while (next < pool.size()
          && pool.get(next - 1).selectionAmount() == pool.get(next).selectionAmount()) {
        next++;
      }
      if (next < pool.size()) {
        return next;
      }
    }
    return -1;
  }
}
