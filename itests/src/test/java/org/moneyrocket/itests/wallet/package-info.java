// SPDX-License-Identifier: MIT
/** Money through the real programs, in every wiring. */
@NullMarked
package org.moneyrocket.itests.wallet;

import org.jspecify.annotations.NullMarked;
