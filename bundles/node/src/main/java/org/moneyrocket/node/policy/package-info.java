// SPDX-License-Identifier: MIT
/**
 * What this node relays and mines beyond what the rules of consensus demand: rules about a
 * transaction and the coins it spends, without any state.
 */
@NullMarked
package org.moneyrocket.node.policy;

import org.jspecify.annotations.NullMarked;
