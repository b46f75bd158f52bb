// SPDX-License-Identifier: MIT
/** Addresses, descriptors, signing, PSBT. */
@NullMarked
package org.moneyrocket.script;

import org.jspecify.annotations.NullMarked;
