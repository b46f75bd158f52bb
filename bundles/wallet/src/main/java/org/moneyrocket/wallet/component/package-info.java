// SPDX-License-Identifier: MIT
/**
 * What this bundle offers and needs in a container: {@link
 * org.moneyrocket.wallet.component.WalletProcess} needs the chain, loads the wallets, and offers
 * them as contracts and RPC methods.
 */
@NullMarked
package org.moneyrocket.wallet.component;

import org.jspecify.annotations.NullMarked;
