// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** Everything a wallet knows of one transaction. */
public record TxDetails(
    Txid txid,
    Bytes transaction,
    List<TxEntry> entries,
    Amount net,
    Optional<Amount> fee,
    int confirmations,
    Optional<String> blockHash,
    long time,
    boolean abandoned,
    String comment) {}
