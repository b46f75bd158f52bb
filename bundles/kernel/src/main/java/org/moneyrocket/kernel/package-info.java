// SPDX-License-Identifier: MIT
/**
 * Chain state, disk format and the chain lock. Start with {@link org.moneyrocket.kernel.Kernel},
 * then {@link org.moneyrocket.kernel.KernelOptions} and {@link
 * org.moneyrocket.kernel.ChainListener}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
