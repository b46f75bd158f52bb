// SPDX-License-Identifier: MIT
/**
 * Wallets as seen by windows, shells and RPC: start with {@link
 * org.moneyrocket.interfaces.wallet.WalletLoader}, then {@link
 * org.moneyrocket.interfaces.wallet.Wallet}.
 */
@Export
@Version("2.0.0")
@NullMarked
package org.moneyrocket.interfaces.wallet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
