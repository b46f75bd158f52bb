// SPDX-License-Identifier: MIT
/** Block templates and submission: start with {@link org.moneyrocket.interfaces.mining.Mining}. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.mining;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
