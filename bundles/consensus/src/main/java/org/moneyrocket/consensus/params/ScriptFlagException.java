// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import org.moneyrocket.primitives.BlockHash;

/**
 * A block that is valid although it breaks rules that hold everywhere else.
 *
 * @param p2sh whether BIP16 holds in it
 * @param witness whether BIP141 holds in it
 * @param taproot whether BIP341 holds in it
 */
public record ScriptFlagException(
    BlockHash block, boolean p2sh, boolean witness, boolean taproot) {}
