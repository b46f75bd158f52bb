// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

/**
 * What a send would cost; nothing is spent yet.
 *
 * @param error sentence for the user, empty if it can be done
 * @param change amount that comes back, empty for none
 * @param total what leaves the wallet, fee included
 * @param received what each payment brings its recipient, in the order of the payments: less than
 *     was asked for where the fee is taken from it
 * @param draft the transaction, to be confirmed and handed back; empty if it cannot be done
 */
public record SendPreview(
    String error,
    Amount fee,
    FeeRate rate,
    int vsize,
    Optional<Amount> change,
    Amount total,
    List<Amount> received,
    Optional<SendDraft> draft) {}
