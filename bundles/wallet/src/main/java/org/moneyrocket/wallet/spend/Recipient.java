// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;

/**
 * One output to pay.
 *
 * @param sats amount in satoshis
 * @param subtractFee whether it pays (its share of) the fee
 */
public record Recipient(Bytes script, long sats, boolean subtractFee) {
  TxOut output() {
    return new TxOut(sats, script);
  }
}
