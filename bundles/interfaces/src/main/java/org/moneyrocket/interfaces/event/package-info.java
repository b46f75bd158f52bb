// SPDX-License-Identifier: MIT
/**
 * Delivery of one-way events, the same in one process and across processes: start with {@link
 * org.moneyrocket.interfaces.event.EventQueue}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
