// SPDX-License-Identifier: MIT
/** Consensus rules without state. */
@NullMarked
package org.moneyrocket.consensus;

import org.jspecify.annotations.NullMarked;
