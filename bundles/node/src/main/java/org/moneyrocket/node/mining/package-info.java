// SPDX-License-Identifier: MIT
/**
 * Makes blocks: {@link org.moneyrocket.node.mining.BlockAssembler} chooses the transactions, {@link
 * org.moneyrocket.node.mining.NonceSearch} finds the proof of work on test chains.
 */
@NullMarked
package org.moneyrocket.node.mining;

import org.jspecify.annotations.NullMarked;
