// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.Optional;

/** Works out the time shown for a transaction, so that times follow the order of arrival. */
final class SmartTime {
  /** How far a time may lie ahead of our clock, in seconds. */
  private static final long TOLERANCE = 300;

  private SmartTime() {}

  /**
   * Returns seconds since 1970.
   *
   * @param block time of its block, empty if it is in none
   */
  static long of(WalletTx tx, Ledger ledger, Optional<BlockTime> block) {
    if (block.isEmpty()) {
      return tx.timeReceived();
    }
    if (block.get().old()) {
      return block.get().seconds();
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
    return Math.max(latestEntry, Math.min(block.get().seconds(), latestNow));
  }
}
