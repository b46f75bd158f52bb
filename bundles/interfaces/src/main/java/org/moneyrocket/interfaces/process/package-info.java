// SPDX-License-Identifier: MIT
/**
 * The processes of one node: start with {@link org.moneyrocket.interfaces.process.ProcessControl}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
