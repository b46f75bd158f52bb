// SPDX-License-Identifier: MIT
/** A contract for tests of wiring. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.itests.greeting;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
