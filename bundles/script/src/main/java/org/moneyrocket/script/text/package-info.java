// SPDX-License-Identifier: MIT
/** Scripts and transactions as text: disassembly of scripts, transactions in hex digits. */
@Export
@Version("1.0.0")
@NullMarked
package org.moneyrocket.script.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
