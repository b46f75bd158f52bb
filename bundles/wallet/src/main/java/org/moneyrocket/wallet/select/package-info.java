// SPDX-License-Identifier: MIT
/**
 * Choosing coins to pay an amount: grouping, eligibility, four algorithms and the measure that
 * picks among their results. Start with {@link org.moneyrocket.wallet.select.CoinSelector}.
 */
@NullMarked
package org.moneyrocket.wallet.select;

import org.jspecify.annotations.NullMarked;
