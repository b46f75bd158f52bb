// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/** A transaction that asks to come in and passed the checks that need only itself and its coins. */
final class Candidate {
  private final MempoolEntry entry;
  private final List<TxOut> spent;

  /** Entries that spend the same outputs, and a sibling that has to make room. */
  final Set<MempoolEntry> conflicts = new LinkedHashSet<>();

  boolean siblingEviction;

  /**
   * @param entry with its fee and its parents in mempool and package
   * @param spent what each input spends, in order
   */
  Candidate(MempoolEntry entry, List<TxOut> spent) {
    this.entry = entry;
    this.spent = List.copyOf(spent);
  }

  MempoolEntry entry() {
    return entry;
  }

  Transaction tx() {
    return entry.tx();
  }

  List<TxOut> spent() {
    return spent;
  }

  /** Returns the parents that are in the mempool already. */
  List<MempoolEntry> mempoolParents() {
    List<MempoolEntry> out = new ArrayList<>();
    for (MempoolEntry parent : entry.parents) {
      if (parent.cluster != null) {
        out.add(parent);
      }
    }
    return out;
  }
}
