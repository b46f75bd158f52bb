// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;
import org.moneyrocket.primitives.OutPoint;

/**
 * What to send.
 *
 * @param key idempotency key chosen by the sender, at most 64 characters: a second send with the
 *     same key answers with the first one's transaction and makes no new one
 * @param coins coins to spend; empty lets the wallet choose
 * @param replaceable whether it signals that it may be replaced (BIP125)
 */
public record SendRequest(
    String key,
    List<Payment> payments,
    FeeChoice fee,
    List<OutPoint> coins,
    boolean replaceable,
    String comment) {}
