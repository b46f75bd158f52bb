// SPDX-License-Identifier: MIT
/** Options, configuration files, data directory and debug.log. */
@NullMarked
package org.moneyrocket.settings;

import org.jspecify.annotations.NullMarked;
