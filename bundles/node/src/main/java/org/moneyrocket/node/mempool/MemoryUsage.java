// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * How many bytes the mempool counts against {@code -maxmempool}: not what this program needs, but
 * the formula of Bitcoin Core on 64-bit machines, so that limits mean the same to users.
 */
final class MemoryUsage {
  /** An entry with its nine pointers, a place in the list of all entries not included. */
  static final long ENTRY = 224;

  /** A spent outpoint in the index of spenders. */
  static final long SPENDER = 64;

  /** A fee delta. */
  static final long DELTA = 96;

  /** A transaction in the graph. */
  static final long GRAPH_ENTRY = 80;

  /** A chunk in the graph's index. */
  static final long CHUNK = 64;

  /** Scripts up to this length take no memory of their own. */
  private static final int INLINE_SCRIPT = 36;

  private MemoryUsage() {}

  /** What an allocation of {@code bytes} takes. */
  static long allocation(long bytes) {
    return bytes == 0 ? 0 : ((bytes + 31) >> 4) << 4;
  }

  static long ofCluster(int transactions) {
    return transactions == 1
        ? 72
        : 136 + 2 * allocation(4L * transactions) + allocation(32L * transactions);
  }

  /** The list of all entries at a capacity. */
  static long ofList(int capacity) {
    return allocation(40L * capacity);
  }

  static long of(Transaction tx) {
    long usage =
        192 + allocation(112L * tx.inputs().size()) + allocation(48L * tx.outputs().size());
    for (TxIn in : tx.inputs()) {
      usage += ofScript(in.scriptSig()) + allocation(24L * in.witness().size());
      for (Bytes item : in.witness()) {
        usage += allocation(item.size());
      }
    }
    for (TxOut out : tx.outputs()) {
      usage += ofScript(out.script());
    }
    return usage;
  }

  private static long ofScript(Bytes script) {
    return script.size() > INLINE_SCRIPT ? allocation(script.size()) : 0;
  }
}
