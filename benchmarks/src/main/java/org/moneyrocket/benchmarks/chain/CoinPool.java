// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.moneyrocket.primitives.OutPoint;

/** The unspent outputs that the generator may spend, oldest first, roughly. */
final class CoinPool {
  /**
   * An unspent output.
   *
   * @param key number in the {@link Keyring}
   */
  record Coin(OutPoint outpoint, long valueSats, OutputKind kind, int key) {}

  private static final int RECENT_PART = 10;

  private final List<Coin> coins = new ArrayList<>();
  private final SplittableRandom random;

  CoinPool(SplittableRandom random) {
    this.random = random;
  }

  void add(Coin coin) {
    coins.add(coin);
  }

  int size() {
    return coins.size();
  }

  /** Takes one out: every other time one of the newest tenth, since most coins do not get old. */
  Coin take() {
    int size = coins.size();
    int index =
        random.nextBoolean()
            ? random.nextInt(size)
            : size - 1 - random.nextInt(1 + size / RECENT_PART);
    Coin last = coins.remove(size - 1);
    return index == size - 1 ? last : coins.set(index, last);
  }
}
