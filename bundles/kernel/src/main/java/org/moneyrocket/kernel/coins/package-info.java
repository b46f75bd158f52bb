// SPDX-License-Identifier: MIT
/**
 * The set of unspent outputs: its encoding, its cache and its database. Start with {@link
 * org.moneyrocket.kernel.coins.CoinsCache}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.kernel.coins;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
