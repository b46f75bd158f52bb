// SPDX-License-Identifier: MIT
/** Curve, hashes and ciphers. */
@NullMarked
package org.moneyrocket.crypto;

import org.jspecify.annotations.NullMarked;
