// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

/**
 * The coins a new transaction may spend: those of the package it comes with, of the mempool, of the
 * chain. Remembers what it made the chain fetch, so that a refused transaction leaves nothing
 * behind in the cache.
 */
final class PoolCoins {
  /** Height of a coin that is not in a block yet. */
  static final int MEMPOOL_HEIGHT = CoinInfo.MEMPOOL_HEIGHT;

  private final ChainState chain;
  private final Mempool pool;
  private final Map<OutPoint, Coin> added = new HashMap<>();
  private final List<OutPoint> fetched = new ArrayList<>();

  PoolCoins(ChainState chain, Mempool pool) {
    this.chain = chain;
    this.pool = pool;
  }

  /** Makes the outputs of a transaction of the package known. */
  void add(Transaction tx) {
    for (int i = 0; i < tx.outputs().size(); i++) {
      added.put(new OutPoint(tx.txid(), i), new Coin(tx.outputs().get(i), MEMPOOL_HEIGHT, false));
    }
  }

  @Nullable Coin get(OutPoint outpoint) {
    Coin known = added.get(outpoint);
    if (known != null) {
      return known;
    }
    MempoolEntry parent = pool.find(outpoint.txid()).orElse(null);
    if (parent != null) {
      int index = outpoint.index();
      return index >= 0 && index < parent.tx().outputs().size()
          ? new Coin(parent.tx().outputs().get(index), MEMPOOL_HEIGHT, false)
          : null;
    }
    if (!chain.isCached(outpoint)) {
      fetched.add(outpoint);
    }
    return chain.coin(outpoint);
  }

  /** Tells whether an output is in the chain's cache. */
  boolean isCached(OutPoint outpoint) {
    return chain.isCached(outpoint);
  }

  /** Drops from the chain's cache what was fetched for this. */
  void uncacheFetched() {
    fetched.forEach(chain::uncache);
    fetched.clear();
  }
}
