// SPDX-License-Identifier: MIT
/**
 * Files with all unspent outputs as of one block, from which a node can start before it has
 * verified the blocks up to there. Start with {@link
 * org.moneyrocket.kernel.snapshot.SnapshotHeader}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.kernel.snapshot;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
