// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import org.moneyrocket.primitives.TxOut;

/**
 * An unspent output with what the rules need to know about its origin.
 *
 * @param height height of the block that made it
 * @param coinbase whether a coinbase made it
 */
public record Coin(TxOut output, int height, boolean coinbase) {}
