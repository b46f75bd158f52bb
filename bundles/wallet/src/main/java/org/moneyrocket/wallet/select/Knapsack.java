// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a sum close to the target by chance; also uses coins that cost more than they bring.
 */
final class Knapsack {
  private static final int ROUNDS = 1000;

  private final List<CoinGroup> smaller = new ArrayList<>();
  private final Random random;
  private final int maxWeight;
  private long smallerSum;
  private BitSet best = new BitSet();
  private long bestSum;

  private Knapsack(int maxWeight, Random random) {
    this.maxWeight = maxWeight;
    this.random = random;
  }

  static SelectionOutcome select(
      List<CoinGroup> groups,
      long target,
      int maxWeight,
      SelectionParameters parameters,
      Random random) {
    return new Knapsack(maxWeight, random).search(groups, target, parameters);
  }

  private SelectionOutcome search(
      List<CoinGroup> groups, long target, SelectionParameters parameters) {
    long withChange = target + parameters.minChangeTarget();
    List<CoinGroup> shuffled = new ArrayList<>(groups);
    Collections.shuffle(shuffled, random);
    CoinGroup larger = null;
    boolean tooHeavy = false;
    for (CoinGroup group : shuffled) {
      long amount = group.selectionAmount();
      if (group.weight() > maxWeight) {
        tooHeavy = true;
      } else if (amount == target) {
        return found(target, List.of(group), parameters);
      } else if (amount < withChange) {
        smaller.add(group);
        smallerSum += amount;
      } else if (larger == null || amount < larger.selectionAmount()) {
        larger = group;
      }
    }
    if (smallerSum == target) {
      if (weight(smaller) <= maxWeight) {
        return found(target, smaller, parameters);
      }
      tooHeavy = true;
    }
    if (smallerSum < target) {
      if (larger != null) {
        return found(target, List.of(larger), parameters);
      }
      return tooHeavy ? SelectionOutcome.TOO_HEAVY : SelectionOutcome.INSUFFICIENT;
    }
    smaller.sort(
        Comparator.comparingLong(CoinGroup::selectionAmount)
            .reversed()
            .thenComparingLong(CoinGroup::waste));
    approximate(target);
    if (bestSum != target && smallerSum >= withChange) {
      approximate(withChange);
    }
    return decide(target, withChange, larger, parameters);
  }

  private SelectionOutcome decide(
      long target, long withChange, @Nullable CoinGroup larger, SelectionParameters parameters) {
    if (larger != null
        && ((bestSum != target && bestSum < withChange) || larger.selectionAmount() <= bestSum)) {
      return found(target, List.of(larger), parameters);
    }
    List<CoinGroup> chosen = best.stream().mapToObj(smaller::get).toList();
    if (weight(chosen) <= maxWeight) {
      return found(target, chosen, parameters);
    }
    return larger == null ? SelectionOutcome.TOO_HEAVY : found(target, List.of(larger), parameters);
  }

  /** Tries random subsets; a second pass adds what the first left out until the sum is reached. */
  private void approximate(long wanted) {
    best = new BitSet();
    best.set(0, smaller.size());
    bestSum = smallerSum;
    for (int round = 0; round < ROUNDS && bestSum != wanted; round++) {
      BitSet included = new BitSet(smaller.size());
      long sum = 0;
      int weight = 0;
      boolean reached = false;
      for (int pass = 0; pass < 2 && !reached; pass++) {
        for (int i = 0; i < smaller.size(); i++) {
          if (pass == 0 ? random.nextBoolean() : !included.get(i)) {
            CoinGroup group = smaller.get(i);
            sum += group.selectionAmount();
            weight += group.weight();
            included.set(i);
            if (sum >= wanted && weight <= maxWeight) {
              reached = true;
              if (sum < bestSum) {
                bestSum = sum;
                best = (BitSet) included.clone();
              }
              sum -= group.selectionAmount();
              weight -= group.weight();
              included.clear(i);
            }
          }
        }
      }
    }
  }

  private static int weight(List<CoinGroup> groups) {
    return groups.stream().mapToInt(CoinGroup::weight).sum();
  }

  private static SelectionOutcome found(
      long target, List<CoinGroup> groups, SelectionParameters parameters) {
    Selection selection =
        new Selection(target, Selection.Algorithm.KNAPSACK, parameters.longTermRate());
    groups.forEach(group -> selection.add(group, parameters.subtractFee()));
    return new SelectionOutcome.Found(selection);
  }
}
