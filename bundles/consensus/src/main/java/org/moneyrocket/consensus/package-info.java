// SPDX-License-Identifier: MIT
/**
 * Consensus rules without state. Here: 256-bit arithmetic, compact targets, coins, limits, and
 * {@link org.moneyrocket.consensus.HeaderView}, the view of the header chain that the rules need
 * and that whoever keeps headers implements.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.consensus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
