// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

/**
 * Hears of changes to transactions. Called with the wallet's lock held and before they are stored:
 * it must not wait, and tells others once the unit of work is committed.
 */
public interface LedgerWatcher {
  /** What happened to a transaction. */
  enum Change {
    ADDED,
    UPDATED,
    /** Only what follows from others changed; nothing arrived. */
    TOUCHED
  }

  void changed(WalletTx tx, Change change);
}
