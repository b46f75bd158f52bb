// SPDX-License-Identifier: MIT
/**
 * The debug.log file: format, categories, levels, and the binding of the logging interface to it.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.settings.log;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
