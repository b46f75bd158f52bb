// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.FeeRate;

/** Coins that are taken together or not at all. Not thread-safe. */
public final class CoinGroup {
  private final FeeRate longTermRate;
  private final boolean subtractFee;
  private final List<Candidate> coins = new ArrayList<>();
  private long value;
  private long effectiveValue;
  private long fee;
  private long longTermFee;
  private int weight;
  private int depth = 999;
  private boolean fromMe = true;
  private long ancestors;
  private long clusterSize;

  public CoinGroup(SelectionParameters parameters) {
    this(parameters.longTermRate(), parameters.subtractFee());
  }

  CoinGroup(FeeRate longTermRate, boolean subtractFee) {
    this.longTermRate = longTermRate;
    this.subtractFee = subtractFee;
  }

  /**
   * Adds a coin.
   *
   * @param ancestors unconfirmed ancestors of its transaction, itself included; 0 if confirmed.
   *     They are summed, which counts shared ones twice and so errs on the safe side.
   * @param clusterSize transactions connected with it in the mempool
   */
  public void add(Candidate coin, int ancestors, int clusterSize) {
    coins.add(coin);
    value += coin.valueSats();
    effectiveValue += coin.effectiveValueSats();
    fee += coin.feeSats();
    longTermFee += longTermFee(coin, longTermRate);
    weight += coin.inputWeight();
    depth = Math.min(depth, coin.depth());
    fromMe &= coin.fromMe();
    this.ancestors += ancestors;
    this.clusterSize = Math.max(this.clusterSize, clusterSize);
  }

  static long longTermFee(Candidate coin, FeeRate rate) {
    return coin.inputVsize() < 0 ? 0 : rate.feeOf(coin.inputVsize());
  }

  public List<Candidate> coins() {
    return coins;
  }

  public int size() {
    return coins.size();
  }

  /** Returns what the group counts for: its value, or its value after fees. */
  public long selectionAmount() {
    return subtractFee ? value : effectiveValue;
  }

  /** Returns what is lost by spending the group now instead of later. */
  long waste() {
    return fee - longTermFee;
  }

  public int weight() {
    return weight;
  }

  long ancestors() {
    return ancestors;
  }

  long clusterSize() {
    return clusterSize;
  }

  boolean eligible(Eligibility filter) {
    int needed = fromMe ? filter.minDepthMine() : filter.minDepthTheirs();
    return depth >= needed
        && ancestors <= filter.maxAncestors()
        && clusterSize <= filter.maxClusterSize();
  }
}
