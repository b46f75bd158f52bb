// SPDX-License-Identifier: MIT
/** The smallest contract: is somebody there, and how long does a call take? */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.echo;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
