// SPDX-License-Identifier: MIT
/**
 * Keeps a wallet in step with the chain: {@link org.moneyrocket.wallet.scan.ChainFollower} applies
 * what happens now, {@link org.moneyrocket.wallet.scan.Rescan} looks through old blocks.
 */
@NullMarked
package org.moneyrocket.wallet.scan;

import org.jspecify.annotations.NullMarked;
