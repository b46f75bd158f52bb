// SPDX-License-Identifier: MIT
/** Keys, coins, spending and wallet RPCs. */
@NullMarked
package org.moneyrocket.wallet;

import org.jspecify.annotations.NullMarked;
