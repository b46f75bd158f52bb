// SPDX-License-Identifier: MIT
/** What every contract uses: {@link org.moneyrocket.interfaces.Subscription} and secrets. */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.interfaces;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
