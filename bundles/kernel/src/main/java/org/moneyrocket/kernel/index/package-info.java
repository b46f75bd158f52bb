// SPDX-License-Identifier: MIT
/**
 * The tree of known headers and the chain through it that is active. Start with {@link
 * org.moneyrocket.kernel.index.BlockEntry}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.kernel.index;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
