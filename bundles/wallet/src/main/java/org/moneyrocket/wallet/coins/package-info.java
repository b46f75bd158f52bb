// SPDX-License-Identifier: MIT
/**
 * What a wallet knows of transactions: which are its own, where each stands, what is spent and what
 * it all amounts to. Nothing here is thread-safe: the wallet's lock is held by whoever calls. Start
 * with {@link org.moneyrocket.wallet.coins.Ledger} and {@link
 * org.moneyrocket.wallet.coins.LedgerSync}.
 */
@NullMarked
package org.moneyrocket.wallet.coins;

import org.jspecify.annotations.NullMarked;
