// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/**
 * Transactions of blocks that were taken off the active chain, until it is known which of them the
 * new chain confirms. Bounded: beyond the limit those confirmed last are given up.
 */
final class ReorgPool {
  private static final long MAX_BYTES = 20_000_000;

  /** What comes first was confirmed first. */
  private final Deque<Transaction> waiting = new ArrayDeque<>();

  private long bytes;

  /**
   * Takes in the transactions of a block, which lies before all blocks taken in so far.
   *
   * @return what there was no room for
   */
  List<Transaction> add(List<Transaction> block) {
    for (int i = block.size() - 1; i >= 0; i--) {
      waiting.addFirst(block.get(i));
      bytes += MemoryUsage.of(block.get(i));
    }
    List<Transaction> dropped = new ArrayList<>();
    while (bytes > MAX_BYTES && !waiting.isEmpty()) {
      Transaction last = waiting.removeLast();
      bytes -= MemoryUsage.of(last);
      dropped.add(last);
    }
    return dropped;
  }

  /** The new chain confirms these. */
  void remove(List<Transaction> block) {
    if (waiting.isEmpty()) {
      return;
    }
    Set<Txid> confirmed = new HashSet<>();
    block.forEach(tx -> confirmed.add(tx.txid()));
    waiting.removeIf(
        tx -> {
          boolean gone = confirmed.contains(tx.txid());
          bytes -= gone ? MemoryUsage.of(tx) : 0;
          return gone;
        });
  }

  /** Returns what is left, the first confirmed first, and forgets it. */
  List<Transaction> take() {
    List<Transaction> all = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    return all;
  }
}
