// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.coins.WalletTx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the wallet what is in the mempool now. */
public final class MempoolReplay {
  private static final Logger log = LoggerFactory.getLogger(MempoolReplay.class);
  private static final int PAGE = 500;

  private MempoolReplay() {}

  /**
   * Applies the whole mempool. Holds the wallet's lock throughout, so that events about the same
   * transactions wait and come after it.
   */
  public static void run(FollowedWallet wallet) {
    wallet.lock().lock();
    try {
      Set<Txid> seen = new HashSet<>();
      for (int offset = 0; ; offset += PAGE) {
        List<Bytes> page = wallet.chain().mempoolTransactions(offset, PAGE);
        for (Bytes data : page) {
          Transaction transaction = decode(data);
          seen.add(transaction.txid());
          wallet.sync().mempoolAdded(transaction);
        }
        if (page.size() < PAGE) {
          break;
        }
      }
      for (WalletTx tx : List.copyOf(wallet.ledger().all())) {
        if (tx.inMempool() && !seen.contains(tx.txid())) {
          wallet.sync().mempoolRemoved(tx.txid(), RemovalReason.EXPIRY);
        }
      }
    } finally {
      wallet.lock().unlock();
    }
  }

  static Transaction decode(Bytes data) {
    try {
      return Transaction.read(new ByteReader(data));
    } catch (DecodeException e) {
      log.error("the node sent a transaction that cannot be read: {}", e.getMessage());
      throw new IllegalStateException("transaction from the node cannot be read", e);
    }
  }
}
