// SPDX-License-Identifier: MIT
/**
 * What differs from chain to chain. Start with {@link
 * org.moneyrocket.consensus.params.ChainParameters#of}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.consensus.params;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
