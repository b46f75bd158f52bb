// SPDX-License-Identifier: MIT
/**
 * What a wallet may ask of the chain. Start with {@link org.moneyrocket.interfaces.chain.Chain},
 * then {@link org.moneyrocket.interfaces.chain.ChainListener}.
 */
@Export
@Version("2.1.0")
@NullMarked
package org.moneyrocket.interfaces.chain;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
