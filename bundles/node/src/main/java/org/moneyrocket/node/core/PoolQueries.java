// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.interfaces.chain.FeeLimits;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.node.fees.FeeEstimates;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.node.mempool.MiniMiner;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/** What wallets ask about the mempool. */
public final class PoolQueries {
  private final NodeCore core;
  private final Mempool pool;

  public PoolQueries(NodeCore core) {
    this.core = core;
    this.pool = core.pool();
  }

  /** Returns the ids of all transactions, parents first. */
  public List<Txid> txids() {
    return pool.inMiningOrder().stream().map(entry -> entry.tx().txid()).toList();
  }

  /** Returns those of {@code txids} that are in the mempool. */
  public List<Bytes> transactions(List<Txid> txids) {
    return txids.stream()
        .flatMap(txid -> pool.find(txid).stream())
        .map(entry -> entry.tx().toBytes())
        .toList();
  }

  /** Returns those of {@code outPoints} that can be spent, in the chain or in the mempool. */
  public List<CoinInfo> coins(List<OutPoint> outPoints) {
    List<CoinInfo> out = new ArrayList<>();
    core.kernel().chainLock().lock();
    try {
      for (OutPoint outPoint : outPoints) {
        coin(outPoint).ifPresent(out::add);
      }
    } finally {
      core.kernel().chainLock().unlock();
    }
    return out;
  }

  private Optional<CoinInfo> coin(OutPoint outPoint) {
    Optional<MempoolEntry> parent = pool.find(outPoint.txid());
    if (parent.isPresent()) {
      int index = outPoint.index();
      var outputs = parent.get().tx().outputs();
      return index >= 0 && index < outputs.size()
          ? Optional.of(new CoinInfo(outPoint, outputs.get(index), CoinInfo.MEMPOOL_HEIGHT, false))
          : Optional.empty();
    }
    Coin coin = core.kernel().coins().get(outPoint);
    return coin == null
        ? Optional.empty()
        : Optional.of(new CoinInfo(outPoint, coin.output(), coin.height(), coin.coinbase()));
  }

  /** Hands a transaction in as if by {@code sendrawtransaction}. */
  public SubmitResult submit(Bytes transaction, long maxFeeSats, boolean relay) {
    Transaction tx;
    try {
      tx = Transaction.decode(transaction);
    } catch (DecodeException e) {
      return new SubmitResult(
          SubmitResult.Status.REJECTED, Txid.ZERO, "TX decode failed: " + e.getMessage());
    }
    return new Broadcast(core).submit(tx, maxFeeSats, relay, false);
  }

  public MempoolAncestry ancestry(Txid txid) {
    pool.lock().lock();
    try {
      Optional<MempoolEntry> found = pool.find(txid);
      if (found.isEmpty()) {
        return new MempoolAncestry(0, 0, 0, Amount.ZERO, 0);
      }
      MempoolEntry entry = found.get();
      Set<MempoolEntry> ancestors = pool.ancestors(entry);
      long vsize = entry.vsize();
      long fees = entry.modifiedFee();
      for (MempoolEntry ancestor : ancestors) {
        vsize += ancestor.vsize();
        fees += ancestor.modifiedFee();
      }
      return new MempoolAncestry(
          ancestors.size() + 1,
          pool.descendants(entry).size() + 1,
          vsize,
          new Amount(fees),
          entry.cluster().entries().size());
    } finally {
      pool.lock().unlock();
    }
  }

  /** Returns why a transaction would connect too many, else nothing. */
  public String checkChainLimits(Bytes transaction) {
    try {
      return pool.fitsCluster(Transaction.decode(transaction))
          ? ""
          : "too many unconfirmed transactions in cluster";
    } catch (DecodeException e) {
      return "TX decode failed: " + e.getMessage();
    }
  }

  public FeeLimits feeLimits() {
    return new FeeLimits(
        pool.minimumRate(),
        pool.policy().minRelayRate(),
        pool.policy().incrementalRate(),
        pool.policy().dustRate(),
        FeeEstimates.MAX_TARGET);
  }

  public List<Long> bumpFees(List<OutPoint> outPoints, FeeRate rate) {
    Map<OutPoint, Long> fees = MiniMiner.bumpFees(pool, outPoints, rate);
    return outPoints.stream().map(outPoint -> fees.getOrDefault(outPoint, 0L)).toList();
  }

  public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, FeeRate rate) {
    return MiniMiner.combinedBumpFee(pool, outPoints, rate);
  }
}
