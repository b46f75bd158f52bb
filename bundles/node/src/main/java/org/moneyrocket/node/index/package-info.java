// SPDX-License-Identifier: MIT
/** Indexes that follow the chain. Start with {@link org.moneyrocket.node.index.TxIndex}. */
@NullMarked
package org.moneyrocket.node.index;

import org.jspecify.annotations.NullMarked;
