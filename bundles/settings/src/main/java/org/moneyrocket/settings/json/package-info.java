// SPDX-License-Identifier: MIT
/**
 * JSON values as the settings file and whoever reads typed calls need them: numbers keep their
 * text, members their order.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.settings.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
