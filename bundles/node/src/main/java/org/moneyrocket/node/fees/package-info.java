// SPDX-License-Identifier: MIT
/** Estimates of the fee rate that gets a transaction into a block. */
@NullMarked
package org.moneyrocket.node.fees;

import org.jspecify.annotations.NullMarked;
