// SPDX-License-Identifier: MIT
/** P2P, mempool, mining and node RPCs. */
@NullMarked
package org.moneyrocket.node;

import org.jspecify.annotations.NullMarked;
