// SPDX-License-Identifier: MIT
/**
 * Checks of headers, transactions and blocks. Start with {@link
 * org.moneyrocket.consensus.check.Verdict}, {@link org.moneyrocket.consensus.check.HeaderCheck},
 * {@link org.moneyrocket.consensus.check.BlockCheck} and {@link
 * org.moneyrocket.consensus.check.TransactionCheck}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.consensus.check;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
