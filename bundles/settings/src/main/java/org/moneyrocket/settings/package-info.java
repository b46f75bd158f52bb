// SPDX-License-Identifier: MIT
/**
 * What the user asked for: options, configuration files, {@code settings.json}, the data directory.
 * Start with {@link org.moneyrocket.settings.SettingsLoader}, then {@link
 * org.moneyrocket.settings.Settings}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.moneyrocket.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
