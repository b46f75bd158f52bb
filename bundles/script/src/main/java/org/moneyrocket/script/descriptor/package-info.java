// SPDX-License-Identifier: MIT
/**
 * Output descriptors (BIP380 to BIP389): text that names a set of scripts and what is needed to
 * spend them. Start with {@link org.moneyrocket.script.descriptor.Descriptor}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.descriptor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
