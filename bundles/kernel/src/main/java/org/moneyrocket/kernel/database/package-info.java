// SPDX-License-Identifier: MIT
/**
 * A sorted map of byte strings on disk, for coins, block index and the node's own indexes. Start
 * with {@link org.moneyrocket.kernel.database.Database}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.kernel.database;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
