// SPDX-License-Identifier: MIT
/** Proofs that transactions are in a block. Start with {@link MerkleBlock}. */
@NullMarked
package org.moneyrocket.node.merkle;

import org.jspecify.annotations.NullMarked;
