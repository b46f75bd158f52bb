// SPDX-License-Identifier: MIT
/**
 * Value types of Bitcoin and their bytes: start with {@link
 * org.moneyrocket.primitives.Transaction}, {@link org.moneyrocket.primitives.Block} and {@link
 * org.moneyrocket.primitives.Bytes}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.primitives;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
