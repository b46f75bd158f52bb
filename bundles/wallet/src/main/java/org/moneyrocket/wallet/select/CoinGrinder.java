// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.moneyrocket.primitives.Amount;

/** Looks for the lightest set of coins that leaves room for change: for times of high fees. */
final class CoinGrinder extends TreeSearch {
  private final long target;
  private final int maxWeight;
  private final int[] lightestBehind;
  private int bestWeight;
  private long bestAmount = Amount.MAX_MONEY;
  private int[] best = new int[0];

  private CoinGrinder(List<CoinGroup> pool, long target, int maxWeight) {
    super(pool);
    this.target = target;
    this.maxWeight = maxWeight;
    this.bestWeight = maxWeight;
    this.lightestBehind = new int[pool.size()];
    int lightest = Integer.MAX_VALUE;
    for (int i = pool.size() - 1; i >= 0; i--) {
      lightestBehind[i] = lightest;
      lightest = Math.min(lightest, pool.get(i).weight());
    }
  }

  static SelectionOutcome select(
      List<CoinGroup> groups,
      long target,
      long changeTarget,
      int maxWeight,
      SelectionParameters parameters) {
    List<CoinGroup> pool = new ArrayList<>(groups);
    pool.sort(
        Comparator.comparingLong(CoinGroup::selectionAmount)
            .reversed()
            .thenComparingInt(CoinGroup::weight));
    long total = pool.stream().mapToLong(CoinGroup::selectionAmount).sum();
    if (pool.isEmpty() || total < target + changeTarget) {
      return SelectionOutcome.INSUFFICIENT;
    }
    CoinGrinder search = new CoinGrinder(pool, target + changeTarget, maxWeight);
    search.run();
    if (search.best.length == 0) {
      return search.tooHeavy ? SelectionOutcome.TOO_HEAVY : SelectionOutcome.INSUFFICIENT;
    }
    Selection selection =
        new Selection(target, Selection.Algorithm.COIN_GRINDER, parameters.longTermRate());
    for (int index : search.best) {
      selection.add(pool.get(index), parameters.subtractFee());
    }
    return new SelectionOutcome.Found(selection);
  }

  @Override
  Verdict judge(int last) {
    if (amount + lookahead[last] < target) {
      return Verdict.CUT;
    }
    if (weight > bestWeight) {
      if (weight > maxWeight) {
        tooHeavy = true;
      }
      return leave(last);
    }
    if (amount >= target) {
      if (weight < bestWeight || (weight == bestWeight && amount < bestAmount)) {
        best = Arrays.copyOf(chosen, depth);
        bestWeight = weight;
        bestAmount = amount;
      }
      return Verdict.SHIFT;
    }
    if (best.length > 0 && leastFinalWeight(last) > bestWeight) {
      return leave(last);
    }
    return Verdict.EXPLORE;
  }

  /** Returns what the set would weigh if the rest were as light and as large as possible. */
  private long leastFinalWeight(int last) {
    long each = pool.get(last).selectionAmount();
    return weight + lightestBehind[last] * Math.ceilDiv(target - amount, each);
  }

  private Verdict leave(int last) {
    return pool.get(last).weight() <= lightestBehind[last] ? Verdict.CUT : Verdict.SHIFT;
  }
}
