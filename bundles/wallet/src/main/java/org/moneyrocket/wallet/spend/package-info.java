// SPDX-License-Identifier: MIT
/**
 * Making transactions: which coins there are, what they cost, fee rates, building, signing, storing
 * and replacing. Start with {@link org.moneyrocket.wallet.spend.Spending}.
 */
@NullMarked
package org.moneyrocket.wallet.spend;

import org.jspecify.annotations.NullMarked;
