// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/**
 * One transaction of the mempool with what was found out about it when it came in. Sizes are
 * adjusted by the cost of signature operations except where a name says otherwise. The mempool's
 * lock guards what can change: fee, lock points and relatives.
 */
public final class MempoolEntry {
  /** Fees in the graph are cut to this, so that no sum over a cluster overflows. */
  private static final long MAX_GRAPH_FEE = 1L << 56;

  private final Transaction tx;
  private final long baseFee;
  private final long sigopCost;
  private final int adjustedWeight;
  private final long time;
  private final int height;
  private final long sequence;
  private final boolean spendsCoinbase;
  private LockPoints lockPoints;
  private long modifiedFee;

  final Set<MempoolEntry> parents = new LinkedHashSet<>();
  final Set<MempoolEntry> children = new LinkedHashSet<>();
  @Nullable Cluster cluster;
  @Nullable Chunk chunk;

  /**
   * @param baseFee inputs minus outputs in satoshis
   * @param sigopCost cost of its signature operations, at most 16,000
   * @param bytesPerSigop virtual bytes a signature operation counts for
   * @param time when it came in, seconds since 1970
   * @param height height of the tip at that time
   * @param sequence the mempool's sequence number at that time, 0 if it came back from a block
   */
  public MempoolEntry(
      Transaction tx,
      long baseFee,
      long sigopCost,
      int bytesPerSigop,
      long time,
      int height,
      long sequence,
      boolean spendsCoinbase,
      LockPoints lockPoints) {
    this.tx = tx;
    this.baseFee = baseFee;
    this.modifiedFee = baseFee;
    this.sigopCost = sigopCost;
    this.adjustedWeight = Math.clamp(sigopCost * bytesPerSigop, tx.weight(), Integer.MAX_VALUE);
    this.time = time;
    this.height = height;
    this.sequence = sequence;
    this.spendsCoinbase = spendsCoinbase;
    this.lockPoints = lockPoints;
  }

  public Transaction tx() {
    return tx;
  }

  public Txid txid() {
    return tx.txid();
  }

  /** Returns inputs minus outputs, in satoshis. */
  public long baseFee() {
    return baseFee;
  }

  /** Returns the fee with the user's delta, in satoshis. */
  public long modifiedFee() {
    return modifiedFee;
  }

  void setModifiedFee(long fee) {
    modifiedFee = fee;
  }

  long graphFee() {
    return Math.clamp(modifiedFee, -MAX_GRAPH_FEE, MAX_GRAPH_FEE);
  }

  public long sigopCost() {
    return sigopCost;
  }

  /** Returns the larger of weight and what the signature operations count for. */
  public int adjustedWeight() {
    return adjustedWeight;
  }

  /** Returns the adjusted weight in virtual bytes, rounded up. */
  public int vsize() {
    return (adjustedWeight + 3) / 4;
  }

  /** Returns when it came in, in seconds since 1970. */
  public long time() {
    return time;
  }

  /** Returns the height of the tip when it came in. */
  public int height() {
    return height;
  }

  /** Returns the mempool's sequence number when it came in, 0 if it came back from a block. */
  public long sequence() {
    return sequence;
  }

  public boolean spendsCoinbase() {
    return spendsCoinbase;
  }

  LockPoints lockPoints() {
    return lockPoints;
  }

  void setLockPoints(LockPoints points) {
    lockPoints = points;
  }

  /** Returns the direct parents in the mempool; a view, use under the mempool's lock. */
  public Set<MempoolEntry> parents() {
    return Collections.unmodifiableSet(parents);
  }

  /** Returns the direct children in the mempool; a view, use under the mempool's lock. */
  public Set<MempoolEntry> children() {
    return Collections.unmodifiableSet(children);
  }

  /** Returns the chunk it would be mined with. */
  public Chunk chunk() {
    Chunk mine = chunk;
    if (mine == null) {
      throw new IllegalStateException(txid() + " is not in the mempool");
    }
    return mine;
  }

  /** Returns all transactions it is connected with, itself included, in the order to mine. */
  public Cluster cluster() {
    Cluster mine = cluster;
    if (mine == null) {
      throw new IllegalStateException(txid() + " is not in the mempool");
    }
    return mine;
  }

  @Override
  public String toString() {
    return "MempoolEntry " + txid();
  }
}
