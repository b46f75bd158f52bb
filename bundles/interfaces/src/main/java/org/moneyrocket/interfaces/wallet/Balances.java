// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;

/**
 * Money in a wallet.
 *
 * @param trusted confirmed, or unconfirmed change of our own
 * @param pending unconfirmed from others
 * @param immature mined and not yet spendable
 * @param used part of trusted that lies on used addresses, when the wallet avoids reuse
 */
public record Balances(Amount trusted, Amount pending, Amount immature, Amount used) {}
