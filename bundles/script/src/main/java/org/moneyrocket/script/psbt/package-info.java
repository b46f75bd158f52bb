// SPDX-License-Identifier: MIT
/**
 * Partially signed transactions (BIP174, BIP370, BIP371, BIP373). Start with {@link
 * org.moneyrocket.script.psbt.Psbt} and {@link org.moneyrocket.script.psbt.PsbtSigner}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.psbt;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
