// SPDX-License-Identifier: MIT
/**
 * The running node: {@link org.moneyrocket.node.core.NodeCore} ties chain, mempool, mining and
 * peers together, starts them in order and ends them in reverse.
 */
@NullMarked
package org.moneyrocket.node.core;

import org.jspecify.annotations.NullMarked;
