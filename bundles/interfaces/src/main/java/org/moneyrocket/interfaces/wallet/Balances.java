// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;

/**
 * Money in a wallet.
 *
 * @param available what a payment could use now: trusted without coins that are locked, spent by a
 *     payment outside of the mempool, or could vanish with a transaction that replaced another
 * @param trusted confirmed, or unconfirmed change of our own
 * @param pending unconfirmed from others
 * @param immature mined and not yet spendable
 * @param used part of trusted that lies on used addresses, when the wallet avoids reuse
 */
public record Balances(
    Amount available, Amount trusted, Amount pending, Amount immature, Amount used) {
  /** Returns the trusted money that no payment can use yet. */
  public Amount onHold() {
    return trusted.minus(available);
  }
}
