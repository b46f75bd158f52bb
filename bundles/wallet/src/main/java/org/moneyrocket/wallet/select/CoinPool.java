// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Coins to choose from, by kind. Not thread-safe. */
public final class CoinPool {
  private final Map<SpendType, List<Candidate>> coins = new EnumMap<>(SpendType.class);
  private int size;
  private long total;
  private long effectiveTotal;

  public void add(SpendType type, Candidate coin) {
    coins.computeIfAbsent(type, t -> new ArrayList<>()).add(coin);
    size++;
    total += coin.valueSats();
    effectiveTotal += coin.effectiveValueSats();
  }

  public Map<SpendType, List<Candidate>> byType() {
    return Collections.unmodifiableMap(coins);
  }

  public List<Candidate> all() {
    List<Candidate> all = new ArrayList<>(size);
    coins.values().forEach(all::addAll);
    return all;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the sum of the values in satoshis. */
  public long total() {
    return total;
  }

  /** Returns the sum of what the coins bring after paying for their inputs. */
  public long effectiveTotal() {
    return effectiveTotal;
  }

  /** Returns the sum that counts: plain values when the recipients pay the fee. */
  public long appropriateTotal(boolean subtractFee) {
    return subtractFee ? total : effectiveTotal;
  }

  void shuffle(Random random) {
    coins.values().forEach(list -> Collections.shuffle(list, random));
  }
}
