// SPDX-License-Identifier: MIT
/**
 * How much memory a process takes: its heap, and what it holds for those outside. Start with {@link
 * org.moneyrocket.settings.memory.MemoryBudget}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.settings.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
