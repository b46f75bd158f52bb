// SPDX-License-Identifier: MIT
/** Public and secret keys and their derivation (BIP32). Secrets wipe themselves when closed. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.key;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
