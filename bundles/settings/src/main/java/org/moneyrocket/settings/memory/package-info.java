// SPDX-License-Identifier: MIT
/**
 * What a process may hold in memory for those outside. Start with {@link
 * org.moneyrocket.settings.memory.MemoryBudget}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.settings.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
