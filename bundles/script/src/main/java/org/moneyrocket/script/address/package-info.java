// SPDX-License-Identifier: MIT
/**
 * What an output pays to, and how that and keys are written as text. Start with {@link
 * org.moneyrocket.script.address.Destination} and {@link
 * org.moneyrocket.script.address.ChainFormat}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.address;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
