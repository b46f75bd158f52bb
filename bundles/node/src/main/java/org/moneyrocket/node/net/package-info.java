// SPDX-License-Identifier: MIT
/** Sockets to peers: addresses, frames, one reading and one writing thread for each connection. */
@NullMarked
package org.moneyrocket.node.net;

import org.jspecify.annotations.NullMarked;
