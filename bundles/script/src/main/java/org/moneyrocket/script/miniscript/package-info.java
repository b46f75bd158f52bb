// SPDX-License-Identifier: MIT
/**
 * Miniscript (BIP379): scripts as expressions whose properties can be computed and that can be
 * satisfied mechanically. Start with {@link org.moneyrocket.script.miniscript.Node}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.miniscript;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
