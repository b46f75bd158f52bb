// SPDX-License-Identifier: MIT
/**
 * JSON-RPC methods on wallets, grouped by topic. Start with {@link
 * org.moneyrocket.wallet.rpc.WalletMethods}.
 */
@NullMarked
package org.moneyrocket.wallet.rpc;

import org.jspecify.annotations.NullMarked;
