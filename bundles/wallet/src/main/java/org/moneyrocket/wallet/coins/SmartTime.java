// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.wallet.store.TxState;

/** Works out the time shown for a transaction, so that times follow the order of arrival. */
final class SmartTime {
  /** How far a time may lie ahead of our clock, in seconds. */
  private static final long TOLERANCE = 300;

  private SmartTime() {}

  /**
   * Returns seconds since 1970.
   *
   * @param rescanning whether the block is an old one, whose own time then counts
   */
  static long of(WalletTx tx, Ledger ledger, BlockSource chain, boolean rescanning) {
    Optional<BlockInfo> block =
        switch (tx.state()) {
          case TxState.Confirmed s -> chain.block(s.block());
          case TxState.BlockConflicted s -> chain.block(s.block());
          case TxState.InMempool _, TxState.Inactive _, TxState.Unrecognized _ -> Optional.empty();
        };
    if (block.isEmpty()) {
      return tx.timeReceived();
    }
    if (rescanning) {
      return block.get().maxTime();
    }
    long latestNow = tx.timeReceived();
    long latestEntry = 0;
    for (WalletTx earlier : ledger.ordered().descendingSet()) {
      if (earlier != tx && earlier.time() <= tx.timeReceived() + TOLERANCE) {
        latestEntry = earlier.time();
        latestNow = Math.max(latestNow, latestEntry);
        break;
      }
    }
    return Math.max(latestEntry, Math.min(block.get().time(), latestNow));
  }
}
