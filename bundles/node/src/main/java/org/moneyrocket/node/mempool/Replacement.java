// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.node.policy.MoneyText;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Txid;

/**
 * What goes when something new takes the place of transactions in the mempool, and whether that
 * pays.
 *
 * @param removed the conflicting transactions with all their descendants
 * @param fees sum of their modified fees in satoshis
 * @param vsize sum of their adjusted sizes
 */
record Replacement(Set<MempoolEntry> removed, long fees, long vsize) {
  static final Replacement NONE = new Replacement(Set.of(), 0, 0);

  private static final int MAX_CLUSTERS = 100;

  /** Returns what is wrong if {@code conflicts} lie in too many clusters. */
  static Optional<String> tooMany(Txid replacing, Collection<MempoolEntry> conflicts) {
    Set<Cluster> clusters = new HashSet<>();
    conflicts.forEach(entry -> clusters.add(entry.cluster()));
    return clusters.size() <= MAX_CLUSTERS
        ? Optional.empty()
        : Optional.of(
            "rejecting replacement "
                + replacing
                + "; too many conflicting clusters ("
                + clusters.size()
                + " > "
                + MAX_CLUSTERS
                + ")");
  }

  static Replacement of(Collection<MempoolEntry> conflicts) {
    Set<MempoolEntry> all = TxGraph.withDescendants(conflicts);
    long fees = 0;
    long vsize = 0;
    for (MempoolEntry entry : all) {
      fees = Mempool.saturatedSum(fees, entry.modifiedFee());
      vsize += entry.vsize();
    }
    return new Replacement(all, fees, vsize);
  }

  /** Returns what is wrong if the new fees do not pay for what goes and for relaying the new. */
  Optional<String> underpaid(Txid replacing, long newFees, long newVsize, FeeRate incremental) {
    if (newFees < fees) {
      return Optional.of(
          "rejecting replacement "
              + replacing
              + ", less fees than conflicting txs; "
              + MoneyText.of(newFees)
              + " < "
              + MoneyText.of(fees));
    }
    long extra = newFees - fees;
    long needed = incremental.feeOf(newVsize);
    return extra >= needed
        ? Optional.empty()
        : Optional.of(
            "rejecting replacement "
                + replacing
                + ", not enough additional fees to relay; "
                + MoneyText.of(extra)
                + " < "
                + MoneyText.of(needed));
  }
}
