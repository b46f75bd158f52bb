// SPDX-License-Identifier: MIT
/** What a window may ask of the node: start with {@link org.moneyrocket.interfaces.node.Node}. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.interfaces.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
