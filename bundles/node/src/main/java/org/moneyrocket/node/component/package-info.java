// SPDX-License-Identifier: MIT
/**
 * What this bundle offers and needs: {@link org.moneyrocket.node.component.NodeRuntime} runs the
 * node, the services show it to wallets, windows, miners and the RPC server.
 */
@NullMarked
package org.moneyrocket.node.component;

import org.jspecify.annotations.NullMarked;
