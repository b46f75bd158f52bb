// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** What is unspent on the chain, and how to spend it. */
final class Coins {
  record Coin(OutPoint outpoint, TxOut output, int height, boolean coinbase) {}

  private final Map<OutPoint, Coin> coins = new LinkedHashMap<>();
  private final Map<Bytes, Lock> trials = new HashMap<>();
  private final Locks locks;

  Coins(Locks locks) {
    this.locks = locks;
  }

  @Nullable Coin get(OutPoint outpoint) {
    return coins.get(outpoint);
  }

  @Nullable Lock lock(Bytes script) {
    Lock lock = locks.of(script);
    return lock == null ? trials.get(script) : lock;
  }

  void remember(Lock lock) {
    trials.put(lock.script(), lock);
  }

  int size() {
    return coins.size();
  }

  void connect(int height, List<Transaction> txs) {
    for (int t = 0; t < txs.size(); t++) {
      Transaction tx = txs.get(t);
      if (t > 0) {
        for (TxIn in : tx.inputs()) {
          coins.remove(in.prevout());
        }
      }
      for (int i = 0; i < tx.outputs().size(); i++) {
        TxOut output = tx.outputs().get(i);
        if (!Script.isUnspendable(output.script()) && lock(output.script()) != null) {
          OutPoint outpoint = new OutPoint(tx.txid(), i);
          coins.put(outpoint, new Coin(outpoint, output, height, t == 0));
        }
      }
    }
  }

  /** Picks coins that may be spent in the block at {@code height}. */
  List<Coin> pick(int height, int count, boolean certain, SplittableRandom random) {
    List<Coin> fit = new ArrayList<>();
    for (Coin coin : coins.values()) {
      Lock lock = lock(coin.output().script());
      if ((!coin.coinbase() || height - coin.height() >= 100)
          && lock != null
          && lock.sure() == certain) {
        fit.add(coin);
      }
    }
    List<Coin> picked = new ArrayList<>();
    while (picked.size() < count && !fit.isEmpty()) {
      picked.add(fit.remove(random.nextInt(fit.size())));
    }
    return picked;
  }

  List<Coin> all() {
    return List.copyOf(coins.values());
  }
}
