// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;

/**
 * A transaction that was built.
 *
 * @param changePosition number of the change output, if there is one
 * @param rate fee rate that was aimed at
 * @param vsize largest size once signed
 */
public record BuiltTransaction(
    Transaction transaction,
    long feeSats,
    Optional<Integer> changePosition,
    FeeRates.Reason reason,
    FeeRate rate,
    int vsize) {}
