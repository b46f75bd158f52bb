// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;

/** What the peer code needs of the mempool. Safe for every thread. */
public interface PeerMempool {
  /** Checks a transaction and takes it into the mempool. */
  TxOutcome submit(Transaction transaction);

  /**
   * Checks a parent and its child together, whose fees count together.
   *
   * @return outcomes of the parent and of the child
   */
  List<TxOutcome> submitPair(Transaction parent, Transaction child);

  /** A peer was given a transaction: it need not be announced again. */
  void delivered(Txid txid);

  /** Returns transactions of our own that no peer has asked for yet. */
  List<Transaction> undelivered();

  @Nullable Entry byTxid(Txid txid);

  @Nullable Entry byWtxid(Wtxid wtxid);

  /** Returns the fee rate below which nothing enters a mempool that was full, else 0. */
  FeeRate rollingMinimum();

  /** Returns the fee rate below which nothing is relayed, however empty the mempool is. */
  FeeRate minRelayFee();

  /** Returns all transactions in the order to mine them: parents before children, best first. */
  Ordered all();

  /** Returns those of {@code wanted} that are in the mempool, in the order to mine them. */
  Ordered bestOf(Collection<Wtxid> wanted);

  /**
   * Transactions of one moment.
   *
   * @param sequence everything in the mempool at that moment has a lower one
   */
  record Ordered(List<Entry> entries, long sequence) {
    public Ordered {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A transaction of the mempool.
   *
   * @param rate fee rate with what was prioritised left out
   * @param sequence order of arrival
   */
  record Entry(Transaction transaction, FeeRate rate, long sequence) {
    Bytes hashFor(boolean byWtxid) {
      return byWtxid ? transaction.wtxid().hash() : transaction.txid().hash();
    }
  }

  /**
   * Outcome of a submission.
   *
   * @param reason reject reason with detail, empty when accepted
   */
  record TxOutcome(Status status, String reason) {
    /** Kinds of outcome. */
    public enum Status {
      ACCEPTED,
      MISSING_INPUTS,
      /** Rejected for the fee only; may enter together with a child. */
      RECONSIDERABLE,
      /** Rejected because its witness is missing; the same txid may be good. */
      WITNESS_STRIPPED,
      REJECTED
    }
  }
}
