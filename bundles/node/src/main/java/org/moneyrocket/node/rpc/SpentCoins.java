// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Finds what the inputs of a transaction spend, in chain and mempool. */
final class SpentCoins {
  private SpentCoins() {}

  /** Returns the outputs that are known. */
  static Map<OutPoint, TxOut> of(NodeCore core, Transaction tx) {
    Map<OutPoint, TxOut> out = new HashMap<>();
    ReentrantLock lock = core.kernel().chainLock();
    lock.lock();
    try {
      for (TxIn input : tx.inputs()) {
        find(core, input.prevout()).ifPresent(output -> out.put(input.prevout(), output));
      }
    } finally {
      lock.unlock();
    }
    return out;
  }

  /** Returns one output if it is known. */
  static Optional<TxOut> one(NodeCore core, OutPoint outpoint) {
    ReentrantLock lock = core.kernel().chainLock();
    lock.lock();
    try {
      return find(core, outpoint);
    } finally {
      lock.unlock();
    }
  }

  private static Optional<TxOut> find(NodeCore core, OutPoint outpoint) {
    Optional<MempoolEntry> parent = core.pool().find(outpoint.txid());
    if (parent.isPresent()) {
      List<TxOut> outputs = parent.get().tx().outputs();
      int index = outpoint.index();
      return index >= 0 && index < outputs.size()
          ? Optional.of(outputs.get(index))
          : Optional.empty();
    }
    return Optional.ofNullable(core.kernel().coins().get(outpoint)).map(Coin::output);
  }
}
