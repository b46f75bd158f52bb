// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;

/** Coins chosen for an amount. Not thread-safe. Amounts in satoshis. */
public final class Selection {
  /** How coins were chosen, with the names that logs use. */
  public enum Algorithm {
    BRANCH_AND_BOUND("bnb"),
    KNAPSACK("knapsack"),
    SINGLE_RANDOM_DRAW("srd"),
    COIN_GRINDER("cg"),
    MANUAL("manual");

    private final String text;

    Algorithm(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Map<OutPoint, Candidate> coins = new LinkedHashMap<>();
  private final FeeRate longTermRate;
  private long target;
  private Algorithm algorithm;
  private boolean useEffective;
  private int weight;
  private long bumpFeeDiscount;
  private long waste;

  Selection(long target, Algorithm algorithm, FeeRate longTermRate) {
    this.target = target;
    this.algorithm = algorithm;
    this.longTermRate = longTermRate;
  }

  void add(CoinGroup group, boolean subtractFee) {
    insert(group.coins());
    useEffective = !subtractFee;
    weight += group.weight();
  }

  void addAll(Collection<Candidate> more, boolean subtractFee) {
    insert(more);
    useEffective = !subtractFee;
    for (Candidate coin : more) {
      weight += coin.inputWeight();
    }
  }

  private void insert(Collection<Candidate> more) {
    for (Candidate coin : more) {
      if (coins.put(coin.outPoint(), coin) != null) {
        throw new IllegalStateException("coin " + coin.outPoint() + " was chosen twice");
      }
    }
  }

  void merge(Selection other) {
    insert(other.coins.values());
    target += other.target;
    useEffective |= other.useEffective;
    if (algorithm == Algorithm.MANUAL) {
      algorithm = other.algorithm;
    }
    weight += other.weight;
  }

  /** Shared ancestors of the coins need their fee once only; sets what was counted too much. */
  void setBumpFeeDiscount(long discount) {
    bumpFeeDiscount = discount;
  }

  /**
   * Works out the waste: what spending these coins now costs more than later, and the cost of
   * change or, without change, what is given away.
   */
  void rateWaste(SelectionParameters parameters) {
    long sum = -bumpFeeDiscount;
    for (Candidate coin : coins.values()) {
      sum += coin.feeSats() - CoinGroup.longTermFee(coin, longTermRate);
    }
    if (change(parameters) > 0) {
      sum += parameters.costOfChange();
    } else {
      sum += (useEffective ? effectiveValue() : value()) - target;
    }
    waste = sum;
  }

  /** Returns the change to make, 0 if it is too little to be worth an output. */
  public long change(SelectionParameters parameters) {
    long change =
        useEffective ? effectiveValue() - target - parameters.changeFee() : value() - target;
    return change < parameters.minViableChange() ? 0 : change;
  }

  /** Returns the chosen coins in no particular order. */
  public List<Candidate> coins() {
    return new ArrayList<>(coins.values());
  }

  public int size() {
    return coins.size();
  }

  public long target() {
    return target;
  }

  public Algorithm algorithm() {
    return algorithm;
  }

  public int weight() {
    return weight;
  }

  /** Returns the waste as last rated. */
  public long waste() {
    return waste;
  }

  /** Returns the sum of the values. */
  public long value() {
    return coins.values().stream().mapToLong(Candidate::valueSats).sum();
  }

  /** Returns what the coins bring after paying for their inputs. */
  public long effectiveValue() {
    return coins.values().stream().mapToLong(Candidate::effectiveValueSats).sum() + bumpFeeDiscount;
  }

  /** Returns what the ancestors of the coins need on top. */
  public long bumpFees() {
    return coins.values().stream().mapToLong(Candidate::bumpFeeSats).sum() - bumpFeeDiscount;
  }

  /** Tells whether this choice is better: less waste, or as much with more inputs. */
  boolean betterThan(Selection other) {
    return waste < other.waste || (waste == other.waste && size() > other.size());
  }
}
