// SPDX-License-Identifier: MIT
/**
 * Block and undo files in Bitcoin Core's format. Start with {@link
 * org.moneyrocket.kernel.blockfile.BlockFiles}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.kernel.blockfile;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
