// SPDX-License-Identifier: MIT
/**
 * Scripts: reading them, running them, and the hashes that signatures sign. Start with {@link
 * org.moneyrocket.consensus.interpreter.ScriptCheck}; {@link
 * org.moneyrocket.consensus.interpreter.Script} reads and {@link
 * org.moneyrocket.consensus.interpreter.ScriptBuilder} writes scripts.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.consensus.interpreter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
