// SPDX-License-Identifier: MIT
/** Messages signed with the key of an address. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
