// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.wallet.coins.Ledger;
import org.moneyrocket.wallet.coins.LedgerSync;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.store.WalletRecords;

/**
 * The parts of a wallet that following the chain needs.
 *
 * @param lock the wallet's lock, which guards the other parts; never held while the node is asked
 * @param clock the node's clock
 * @param logName name of the wallet in log lines
 */
public record FollowedWallet(
    String name,
    ReentrantLock lock,
    Ledger ledger,
    LedgerSync sync,
    KeyRing ring,
    WalletRecords records,
    Chain chain,
    WalletClock clock,
    String logName) {}
