// SPDX-License-Identifier: MIT
/**
 * What a bundle may know of and ask from the process it runs in. Start with {@link
 * org.moneyrocket.settings.process.HostProcess}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.settings.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
