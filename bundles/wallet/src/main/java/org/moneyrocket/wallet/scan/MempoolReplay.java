// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.util.HashSet;
import java.util.List;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the wallet what is in the mempool now. */
public final class MempoolReplay {
  private static final Logger log = LoggerFactory.getLogger(MempoolReplay.class);
  private static final int PAGE = 500;

  private MempoolReplay() {}

  /**
   * Applies the whole mempool. The node is asked without the wallet's lock; events about the same
   * transactions that arrive meanwhile are newer than what is found here, and win.
   */
  public static void run(FollowedWallet wallet) {
    locked(wallet, wallet.sync()::beginReplay);
    try {
      List<Txid> all = wallet.chain().mempoolTxids();
      for (int from = 0; from < all.size(); from += PAGE) {
        List<Txid> page = all.subList(from, Math.min(all.size(), from + PAGE));
        List<Bytes> transactions = wallet.chain().mempoolTransactions(List.copyOf(page));
        locked(wallet, () -> transactions.forEach(data -> wallet.sync().replay(decode(data))));
      }
      locked(wallet, () -> wallet.sync().replayed(new HashSet<>(all)));
    } finally {
      locked(wallet, wallet.sync()::endReplay);
    }
  }

  private static void locked(FollowedWallet wallet, Runnable work) {
    wallet.lock().lock();
    try {
      work.run();
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
