// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Comparator;
import java.util.List;
import org.moneyrocket.primitives.Txid;

/**
 * Transactions of one cluster that are mined together.
 *
 * @param entries in the order to mine
 * @param rate sum of modified fees for the sum of adjusted weights
 * @param equalPrefix size of this and the chunks before it in the cluster that pay the same rate
 * @param largestTxid decides between chunks of different clusters that are alike otherwise
 */
public record Chunk(
    List<MempoolEntry> entries, FeeFraction rate, long equalPrefix, Txid largestTxid) {
  /** Best first: the order to mine. */
  public static final Comparator<Chunk> MINING_ORDER =
      (a, b) -> {
        int byRate = b.rate.compareRate(a.rate);
        if (byRate != 0) {
          return byRate;
        }
        int byPrefix = Long.compare(a.equalPrefix, b.equalPrefix);
        return byPrefix != 0 ? byPrefix : a.largestTxid.compareTo(b.largestTxid);
      };

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
