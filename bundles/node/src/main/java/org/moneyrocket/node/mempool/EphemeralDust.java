// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.node.policy.Dust;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;

/** Whoever spends from an unconfirmed transaction with dust spends the dust too. */
final class EphemeralDust {
  private EphemeralDust() {}

  /** Returns the first of {@code transactions} that leaves dust of a parent behind. */
  static Optional<Transaction> leftBehind(
      List<Transaction> transactions, Mempool pool, FeeRate dustRate) {
    Map<Txid, Transaction> together = new HashMap<>();
    transactions.forEach(tx -> together.put(tx.txid(), tx));
    for (Transaction tx : transactions) {
      Set<Txid> seen = new HashSet<>();
      Set<OutPoint> dust = new HashSet<>();
      for (TxIn input : tx.inputs()) {
        Txid id = input.prevout().txid();
        if (!seen.add(id)) {
          continue;
        }
        Transaction parent = together.get(id);
        if (parent == null) {
          parent = pool.find(id).map(MempoolEntry::tx).orElse(null);
        }
        if (parent != null) {
          Dust.of(parent, dustRate).forEach(index -> dust.add(new OutPoint(id, index)));
        }
      }
      tx.inputs().forEach(input -> dust.remove(input.prevout()));
      if (!dust.isEmpty()) {
        return Optional.of(tx);
      }
    }
    return Optional.empty();
  }

  static String detail(Transaction tx) {
    return "tx " + tx.txid() + " (wtxid=" + tx.wtxid() + ") did not spend parent's ephemeral dust";
  }
}
