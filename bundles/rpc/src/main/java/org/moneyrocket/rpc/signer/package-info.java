// SPDX-License-Identifier: MIT
/**
 * Hardware signers behind the command of {@code -signer}. Start with {@link
 * org.moneyrocket.rpc.signer.ExternalSigner#enumerate}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.rpc.signer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
