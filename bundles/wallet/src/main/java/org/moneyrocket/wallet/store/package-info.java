// SPDX-License-Identifier: MIT
/**
 * Wallet files: an SQLite table of records that Bitcoin Core can read and write as well. Start with
 * {@link org.moneyrocket.wallet.store.WalletStore} and {@link
 * org.moneyrocket.wallet.store.WalletContents}.
 */
@NullMarked
package org.moneyrocket.wallet.store;

import org.jspecify.annotations.NullMarked;
