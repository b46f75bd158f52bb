// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;

/**
 * A transaction as it was shown to the user: its inputs, outputs, change and fee. Sent is exactly
 * this, or nothing.
 *
 * @param transaction the transaction without signatures, serialized
 */
public record SendDraft(Bytes transaction, Amount fee) {}
