// SPDX-License-Identifier: MIT
/** Every option, declared once, one class per topic. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.settings.catalogue;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
