// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.wallet.select.SelectionOutcome.Found;
import org.moneyrocket.wallet.select.SelectionOutcome.NotFound;

/**
 * Chooses coins for a target amount: cautious attempts first, the least wasteful result of each.
 */
public final class CoinSelector {
  /** Largest weight of an unconfirmed version 3 child (BIP431). */
  private static final int TRUC_CHILD_MAX_WEIGHT = 4000;

  private static final NotFound CHAIN_TOO_LONG =
      new NotFound(
          "Unconfirmed UTXOs are available, but spending them creates a chain of transactions that"
              + " will be rejected by the mempool");

  private final SelectionParameters parameters;
  private final SelectionLimits limits;
  private final MempoolView mempool;
  private final Random random;

  public CoinSelector(
      SelectionParameters parameters, SelectionLimits limits, MempoolView mempool, Random random) {
    this.parameters = parameters;
    this.limits = limits;
    this.mempool = mempool;
    this.random = random;
  }

  /**
   * Chooses coins so that they and {@code preselected} pay for {@code target}.
   *
   * @param allowOthers whether coins besides the preselected ones may be used
   */
  public SelectionOutcome select(
      CoinPool available, CoinPool preselected, long target, boolean allowOthers) {
    boolean subtractFee = parameters.subtractFee();
    long missing = target - preselected.appropriateTotal(subtractFee);
    if (!allowOthers && missing > 0) {
      return new NotFound(
          "The preselected coins total amount does not cover the transaction target. Please allow"
              + " other inputs to be automatically selected or include more coins manually");
    }
    if (missing <= 0) {
      Selection manual = manual(target, preselected);
      manual.rateWaste(parameters);
      return new Found(manual);
    }
    if (missing > available.appropriateTotal(subtractFee)) {
      return SelectionOutcome.INSUFFICIENT;
    }
    SelectionOutcome outcome = automatic(available, missing);
    if (preselected.isEmpty() || !(outcome instanceof Found(Selection selection))) {
      return outcome;
    }
    selection.merge(manual(preselected.appropriateTotal(subtractFee), preselected));
    selection.rateWaste(parameters);
    if (selection.weight() > parameters.maxWeight() - parameters.noInputsSize() * 4) {
      return new NotFound(
          "The combination of the pre-selected inputs and the wallet automatic inputs selection"
              + " exceeds the transaction maximum weight. Please try sending a smaller amount or"
              + " manually consolidating your wallet's UTXOs");
    }
    return outcome;
  }

  private Selection manual(long target, CoinPool preselected) {
    Selection selection =
        new Selection(target, Selection.Algorithm.MANUAL, parameters.longTermRate());
    selection.addAll(preselected.all(), parameters.subtractFee());
    return selection;
  }

  private SelectionOutcome automatic(CoinPool available, long target) {
    // Many coins of one script would fall into groups by their order, which others may know.
    if (parameters.avoidPartialSpends() && available.size() > 100) {
      available.shuffle(random);
    }
    List<Eligibility> sequence = Eligibility.sequence(limits, parameters.includeUnsafe());
    Grouping grouping = new Grouping(parameters, sequence, mempool);
    grouping.group(available);
    long discarded = 0;
    long chained = 0;
    for (CoinGroup group : grouping.discarded()) {
      discarded += group.selectionAmount();
      if (group.ancestors() >= Math.max(1, limits.ancestors())
          || group.clusterSize() >= Math.max(1, limits.descendants())) {
        chained += group.selectionAmount();
      }
    }
    long left = available.total() - discarded;
    if (left < target) {
      return left + chained > target ? CHAIN_TOO_LONG : SelectionOutcome.INSUFFICIENT;
    }
    return attempt(sequence, grouping, target);
  }

  private SelectionOutcome attempt(List<Eligibility> sequence, Grouping grouping, long target) {
    NotFound first = SelectionOutcome.INSUFFICIENT;
    SelectionParameters current = parameters;
    for (Eligibility filter : sequence) {
      Grouping.ByType groups = grouping.byFilter().get(filter);
      if (groups == null) {
        continue;
      }
      boolean unconfirmed = filter.minDepthMine() == 0 || filter.minDepthTheirs() == 0;
      if (parameters.truc() && unconfirmed && current.maxWeight() > TRUC_CHILD_MAX_WEIGHT) {
        current = current.withMaxWeight(TRUC_CHILD_MAX_WEIGHT);
      }
      SelectionOutcome outcome = attempt(groups, target, current, filter.mixedTypes());
      if (outcome instanceof Found) {
        return outcome;
      }
      if (!first.detailed() && outcome instanceof NotFound failure) {
        first = failure;
      }
    }
    return first;
  }

  private SelectionOutcome attempt(
      Grouping.ByType groups, long target, SelectionParameters current, boolean mixedTypes) {
    Selection best = null;
    // Coins of one type may be too many and too small where those of another do.
    NotFound first = SelectionOutcome.INSUFFICIENT;
    for (Grouping.Groups oneType : groups.types.values()) {
      switch (choose(oneType, target, current)) {
        case Found(Selection selection) -> {
          if (best == null || selection.betterThan(best)) {
            best = selection;
          }
        }
        case NotFound failure -> {
          if (!first.detailed()) {
            first = failure;
          }
        }
      }
    }
    if (best != null) {
      return new Found(best);
    }
    if (mixedTypes && groups.types.size() > 1) {
      SelectionOutcome outcome = choose(groups.all, target, current);
      return outcome instanceof Found || !first.detailed() ? outcome : first;
    }
    return first;
  }

  /** Runs all algorithms over the same groups and returns the least wasteful result. */
  private SelectionOutcome choose(
      Grouping.Groups groups, long target, SelectionParameters current) {
    int maxWeight = current.maxWeight() - current.noInputsSize() * 4;
    if (maxWeight <= 0) {
      return new NotFound(
          "Maximum transaction weight is less than transaction weight without inputs");
    }
    List<SelectionOutcome> outcomes = new ArrayList<>();
    if (!current.subtractFee()) {
      outcomes.add(
          BranchAndBound.select(
              groups.positive, target, current.costOfChange(), maxWeight, current));
    }
    int withChange = maxWeight - current.changeOutputSize() * 4;
    if (withChange < 0 && outcomes.stream().noneMatch(Found.class::isInstance)) {
      return new NotFound(
          "Maximum transaction weight is too low, can not accommodate change output");
    }
    outcomes.add(Knapsack.select(groups.mixed, target, withChange, current, random));
    if (current.effectiveRate().satsPerKvb() > 3 * current.longTermRate().satsPerKvb()) {
      outcomes.add(
          CoinGrinder.select(
              groups.positive, target, current.minChangeTarget(), withChange, current));
    }
    outcomes.add(SingleRandomDraw.select(groups.positive, target, withChange, current, random));
    return leastWasteful(outcomes, current);
  }

  private SelectionOutcome leastWasteful(
      List<SelectionOutcome> outcomes, SelectionParameters current) {
    Selection best = null;
    NotFound first = SelectionOutcome.INSUFFICIENT;
    for (SelectionOutcome outcome : outcomes) {
      switch (outcome) {
        case Found(Selection selection) -> {
          if (!discountBumpFees(selection, current)) {
            return new NotFound(
                "Failed to calculate bump fees, because unconfirmed UTXOs depend on an enormous"
                    + " cluster of unconfirmed transactions.");
          }
          selection.rateWaste(current);
          if (best == null || selection.betterThan(best)) {
            best = selection;
          }
        }
        case NotFound failure -> {
          if (!first.detailed()) {
            first = failure;
          }
        }
      }
    }
    return best == null ? first : new Found(best);
  }

  /** Returns false if the ancestors are too many to work with. */
  private boolean discountBumpFees(Selection selection, SelectionParameters current) {
    List<OutPoint> unconfirmed = new ArrayList<>();
    long summed = 0;
    for (Candidate coin : selection.coins()) {
      if (coin.depth() <= 0) {
        unconfirmed.add(coin.outPoint());
        summed += coin.bumpFeeSats();
      }
    }
    if (unconfirmed.isEmpty()) {
      return true;
    }
    Optional<Long> combined = mempool.combinedBumpFee(unconfirmed, current.effectiveRate());
    if (combined.isEmpty()) {
      return false;
    }
    selection.setBumpFeeDiscount(Math.max(0, summed - combined.get()));
    return true;
  }
}
