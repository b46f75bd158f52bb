// SPDX-License-Identifier: MIT
/** Accepting headers and blocks, connecting them, and choosing the active chain. */
@NullMarked
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.NullMarked;
