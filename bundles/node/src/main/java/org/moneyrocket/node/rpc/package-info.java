// SPDX-License-Identifier: MIT
/**
 * The node's JSON-RPC methods, one class for each; {@link org.moneyrocket.node.rpc.NodeMethods}
 * lists them.
 */
@NullMarked
package org.moneyrocket.node.rpc;

import org.jspecify.annotations.NullMarked;
