// SPDX-License-Identifier: MIT
/** Value types of Bitcoin and their bytes. */
@NullMarked
package org.moneyrocket.primitives;

import org.jspecify.annotations.NullMarked;
