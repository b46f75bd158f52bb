// SPDX-License-Identifier: MIT
/** How JSON-RPC methods of any process reach the HTTP server of any process. */
@Export
@Version("2.0.0")
@NullMarked
package org.moneyrocket.interfaces.rpc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
