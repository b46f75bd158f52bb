// SPDX-License-Identifier: MIT
/**
 * The seam between the rest of the node and its peers: {@link org.moneyrocket.node.relay.Relay}.
 * What the node wants from the network goes through here, whether there is one or not.
 */
@NullMarked
package org.moneyrocket.node.relay;

import org.jspecify.annotations.NullMarked;
