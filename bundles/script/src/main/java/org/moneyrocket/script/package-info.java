// SPDX-License-Identifier: MIT
/** Addresses, keys, descriptors, signing and PSBT; see the packages below. */
@NullMarked
package org.moneyrocket.script;

import org.jspecify.annotations.NullMarked;
