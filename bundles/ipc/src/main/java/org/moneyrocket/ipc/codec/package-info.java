// SPDX-License-Identifier: MIT
/** Codecs of statically declared types, derived once per type with method handles. */
@NullMarked
package org.moneyrocket.ipc.codec;

import org.jspecify.annotations.NullMarked;
