// SPDX-License-Identifier: MIT
/**
 * Curve, hashes and ciphers over plain byte arrays. Start with {@link
 * org.moneyrocket.crypto.Hashes}, {@link org.moneyrocket.crypto.Ecdsa}, {@link
 * org.moneyrocket.crypto.Schnorr} and {@link org.moneyrocket.crypto.Secp256k1}.
 *
 * <p>Arguments are never kept or changed. Hash results are in computation order (internal byte
 * order), never reversed.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.crypto;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
