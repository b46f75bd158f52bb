// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.OutPoint;

/** A spendable or watched coin. */
public record CoinEntry(
    OutPoint outPoint,
    Amount amount,
    String address,
    String label,
    int confirmations,
    boolean locked,
    boolean spendable,
    boolean safe) {}
