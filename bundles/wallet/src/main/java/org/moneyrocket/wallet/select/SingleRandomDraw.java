// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Takes coins at random until they do, so that choice and change tell nothing. */
final class SingleRandomDraw {
  private SingleRandomDraw() {}

  static SelectionOutcome select(
      List<CoinGroup> groups,
      long target,
      int maxWeight,
      SelectionParameters parameters,
      Random random) {
    // The change will be of random size anyway, so the smallest useful one is enough to aim at.
    long wanted = target + ChangeTarget.LOWER + parameters.changeFee();
    List<CoinGroup> shuffled = new ArrayList<>(groups);
    Collections.shuffle(shuffled, random);
    PriorityQueue<CoinGroup> taken =
        new PriorityQueue<>(
            Comparator.comparingLong(CoinGroup::selectionAmount)
                .thenComparing(Comparator.comparingInt(CoinGroup::weight).reversed()));
    long amount = 0;
    int weight = 0;
    boolean tooHeavy = false;
    for (CoinGroup group : shuffled) {
      taken.add(group);
      amount += group.selectionAmount();
      weight += group.weight();
      while (weight > maxWeight && !taken.isEmpty()) {
        tooHeavy = true;
        CoinGroup least = taken.remove();
        amount -= least.selectionAmount();
        weight -= least.weight();
      }
      if (amount >= wanted) {
        Selection selection =
            new Selection(
                target, Selection.Algorithm.SINGLE_RANDOM_DRAW, parameters.longTermRate());
        taken.forEach(chosen -> selection.add(chosen, parameters.subtractFee()));
        return new SelectionOutcome.Found(selection);
      }
    }
    return tooHeavy ? SelectionOutcome.TOO_HEAVY : SelectionOutcome.INSUFFICIENT;
  }
}
