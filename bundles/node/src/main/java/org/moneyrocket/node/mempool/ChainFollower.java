// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.Finality;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;

/**
 * Keeps the mempool in step with the chain. Called with the chain lock held; the mempool's lock is
 * held from {@link #beginStep} to {@link #endStep}.
 */
public final class ChainFollower {
  private final Admission door;
  private final Mempool pool;
  private final ChainState chain;
  private final ReorgPool waiting = new ReorgPool();

  public ChainFollower(Admission door) {
    this.door = door;
    this.pool = door.pool();
    this.chain = door.chain();
  }

  public void beginStep() {
    pool.lock().lock();
  }

  public void endStep() {
    pool.lock().unlock();
  }

  /** The chain and what it did to the mempool are complete: checks it if it is time for that. */
  public void settled() {
    pool.lock().lock();
    try {
      door.checkNowAndThen();
    } finally {
      pool.lock().unlock();
    }
  }

  /** A block was taken off the active chain; its transactions may come back. */
  public void blockDisconnected(List<Transaction> transactions) {
    for (Transaction tx : waiting.add(transactions)) {
      pool.removeRecursive(tx, RemovalReason.REORG);
    }
  }

  /**
   * A block became part of the active chain.
   *
   * @return what it took out of the mempool
   */
  public List<MempoolEntry> blockConnected(List<Transaction> transactions) {
    List<MempoolEntry> confirmed = pool.blockConnected(transactions);
    waiting.remove(transactions);
    return confirmed;
  }

  /**
   * The chain is where it is going to be after blocks were taken off.
   *
   * @param readd whether transactions of those blocks come back
   */
  public void reconcile(boolean readd) {
    Map<MempoolEntry, Collection<MempoolEntry>> links = new LinkedHashMap<>();
    for (Transaction tx : waiting.take()) {
      if (!readd || tx.isCoinbase() || !door.readmit(tx).isAccepted()) {
        // Whatever spends from it cannot be mined now.
        pool.removeRecursive(tx, RemovalReason.REORG);
      } else {
        pool.find(tx.txid()).ifPresent(entry -> links.put(entry, List.of()));
      }
    }
    links.keySet().removeIf(entry -> !pool.contains(entry.txid()));
    links.replaceAll((entry, none) -> newChildren(entry));
    links.values().removeIf(Collection::isEmpty);
    pool.forget(pool.graph().link(links), RemovalReason.SIZE_LIMIT);
    removeNoLongerValid();
    pool.enforceLimits().forEach(chain::uncache);
  }

  private List<MempoolEntry> newChildren(MempoolEntry entry) {
    List<MempoolEntry> out = new ArrayList<>();
    for (MempoolEntry child : pool.spendersOf(entry.tx())) {
      if (!child.parents.contains(entry)) {
        out.add(child);
      }
    }
    return out;
  }

  private void removeNoLongerValid() {
    Set<MempoolEntry> gone = new LinkedHashSet<>();
    for (MempoolEntry entry : pool.all()) {
      if (!isStillValid(entry)) {
        gone.add(entry);
      }
    }
    pool.removeWithDescendants(gone, RemovalReason.REORG);
  }

  private boolean isStillValid(MempoolEntry entry) {
    Transaction tx = entry.tx();
    HeaderView tip = chain.tip();
    if (!Finality.isFinal(tx, tip.height() + 1, tip.medianTimePast())) {
      return false;
    }
    PoolCoins coins = new PoolCoins(chain, pool);
    if (!entry.lockPoints().holdFor(tip)) {
      Coin[] spent = new Coin[tx.inputs().size()];
      for (int i = 0; i < spent.length; i++) {
        Coin coin = coins.get(tx.inputs().get(i).prevout());
        if (coin == null) {
          return false;
        }
        spent[i] = coin;
      }
      LockPoints fresh = CandidateChecks.lockPoints(tx, spent, tip);
      if (!fresh.locks().satisfiedAfter(tip)) {
        return false;
      }
      entry.setLockPoints(fresh);
    } else if (!entry.lockPoints().locks().satisfiedAfter(tip)) {
      return false;
    }
    return !entry.spendsCoinbase() || coinbasesAreMature(tx, coins);
  }

  private boolean coinbasesAreMature(Transaction tx, PoolCoins coins) {
    for (TxIn input : tx.inputs()) {
      Coin coin = coins.get(input.prevout());
      if (coin == null
          || (coin.coinbase()
              && chain.tip().height() + 1 - coin.height() < Limits.COINBASE_MATURITY)) {
        return false;
      }
    }
    return true;
  }
}
