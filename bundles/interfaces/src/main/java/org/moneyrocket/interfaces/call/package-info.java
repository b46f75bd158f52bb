// SPDX-License-Identifier: MIT
/**
 * Ending calls early, the same in one process and across processes: {@link
 * org.moneyrocket.interfaces.call.Deadline} for callers, {@link
 * org.moneyrocket.interfaces.call.CallToken} for whoever is called.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
