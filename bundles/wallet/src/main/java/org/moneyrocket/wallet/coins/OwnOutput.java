// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/** An output that pays to the wallet, spent or not. */
public record OwnOutput(WalletTx tx, int index, TxOut output) {
  public OutPoint outPoint() {
    return new OutPoint(tx.txid(), index);
  }
}
