// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.primitives.Amount;

/** One payment of a send. */
public record Payment(String address, Amount amount, String label, boolean subtractFee) {}
