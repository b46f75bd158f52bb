// SPDX-License-Identifier: MIT
/**
 * Proofs that transactions are in a block. Start with {@link
 * org.moneyrocket.consensus.merkle.MerkleBlock}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.consensus.merkle;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
