// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;

/**
 * An address of a wallet.
 *
 * @param purpose {@code receive}, {@code send} or empty
 * @param uri payment request (BIP21)
 * @param received total received with one confirmation or more
 */
public record AddressEntry(
    String address,
    String label,
    String purpose,
    long createdAt,
    Amount received,
    boolean used,
    String uri) {}
