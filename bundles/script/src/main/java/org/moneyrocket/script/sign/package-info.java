// SPDX-License-Identifier: MIT
/**
 * What is known about scripts and keys, and signing with it. Start with {@link
 * org.moneyrocket.script.sign.SigningData} and {@link
 * org.moneyrocket.script.sign.TransactionSigner}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.sign;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
