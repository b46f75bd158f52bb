// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;

/**
 * Transactions whose inputs are not known yet, kept until their parents come: a bounded number, the
 * oldest goes first. Used by the message thread only.
 */
final class Orphanage {
  private static final int MAX_ORPHANS = 100;
  private static final int MAX_WEIGHT = 400_000;

  private record Orphan(Transaction transaction, Peer from) {}

  private final Map<Wtxid, Orphan> orphans = new LinkedHashMap<>();

  boolean contains(Wtxid wtxid) {
    return orphans.containsKey(wtxid);
  }

  /** Keeps a transaction; false if it is too big. */
  boolean add(Transaction transaction, Peer from) {
    if (transaction.weight() > MAX_WEIGHT) {
      return false;
    }
    orphans.putIfAbsent(transaction.wtxid(), new Orphan(transaction, from));
    if (orphans.size() > MAX_ORPHANS) {
      orphans.remove(orphans.keySet().iterator().next());
    }
    return true;
  }

  void remove(Wtxid wtxid) {
    orphans.remove(wtxid);
  }

  /** Returns the orphans that spend an output of {@code parent}. */
  List<Transaction> childrenOf(Txid parent) {
    List<Transaction> children = new ArrayList<>();
    for (Orphan orphan : orphans.values()) {
      for (TxIn in : orphan.transaction().inputs()) {
        if (in.prevout().txid().equals(parent)) {
          children.add(orphan.transaction());
          break;
        }
      }
    }
    return children;
  }

  /** Forgets orphans that are in {@code block} or spend what it spends. */
  void blockConnected(Block block) {
    if (orphans.isEmpty()) {
      return;
    }
    java.util.Set<OutPoint> spent = new java.util.HashSet<>();
    for (Transaction tx : block.transactions()) {
      for (TxIn in : tx.inputs()) {
        spent.add(in.prevout());
      }
    }
    orphans
        .values()
        .removeIf(
            orphan ->
                orphan.transaction().inputs().stream()
                    .anyMatch(in -> spent.contains(in.prevout())));
  }

  void removed(Peer peer) {
    orphans.values().removeIf(orphan -> orphan.from() == peer);
  }
}
