// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.moneyrocket.primitives.Amount;

/** Looks for the least wasteful set of coins that needs no change output. */
final class BranchAndBound extends TreeSearch {
  private final long target;
  private final long window;
  private final int maxWeight;
  private final boolean rateIsHigh;
  private long waste;
  private long bestWaste = Amount.MAX_MONEY;
  private int[] best = new int[0];

  private BranchAndBound(List<CoinGroup> pool, long target, long window, int maxWeight) {
    super(pool);
    this.target = target;
    this.window = window;
    this.maxWeight = maxWeight;
    this.rateIsHigh = pool.get(0).waste() > 0;
  }

  /**
   * Chooses coins.
   *
   * @param groups groups that all count for more than nothing
   * @param costOfChange how much more than {@code target} may be given away
   */
  static SelectionOutcome select(
      List<CoinGroup> groups,
      long target,
      long costOfChange,
      int maxWeight,
      SelectionParameters parameters) {
    List<CoinGroup> pool = new ArrayList<>(groups);
    pool.sort(
        Comparator.comparingLong(CoinGroup::selectionAmount)
            .reversed()
            .thenComparingLong(CoinGroup::waste));
    long total = pool.stream().mapToLong(CoinGroup::selectionAmount).sum();
    if (pool.isEmpty() || total < target) {
      return SelectionOutcome.INSUFFICIENT;
    }
    BranchAndBound search = new BranchAndBound(pool, target, target + costOfChange, maxWeight);
    search.run();
    if (search.best.length == 0) {
      return search.tooHeavy ? SelectionOutcome.TOO_HEAVY : SelectionOutcome.INSUFFICIENT;
    }
    Selection selection =
        new Selection(target, Selection.Algorithm.BRANCH_AND_BOUND, parameters.longTermRate());
    for (int index : search.best) {
      selection.add(pool.get(index), parameters.subtractFee());
    }
    return new SelectionOutcome.Found(selection);
  }

  @Override
  void took(CoinGroup group) {
    super.took(group);
    waste += group.waste();
  }

  @Override
  void dropped(CoinGroup group) {
    super.dropped(group);
    waste -= group.waste();
  }

  @Override
  Verdict judge(int last) {
    if (amount + lookahead[last] < target) {
      return Verdict.CUT;
    }
    if (weight > maxWeight) {
      tooHeavy = true;
      return Verdict.SHIFT;
    }
    if (amount > window) {
      return Verdict.SHIFT;
    }
    // At a low rate more inputs lower the waste, so a wasteful beginning proves nothing.
    if (rateIsHigh && waste > bestWaste) {
      return Verdict.SHIFT;
    }
    if (amount < target) {
      return Verdict.EXPLORE;
    }
    long total = waste + amount - target;
    if (total <= bestWaste) {
      best = Arrays.copyOf(chosen, depth);
      bestWaste = total;
    }
    return Verdict.SHIFT;
  }
}
