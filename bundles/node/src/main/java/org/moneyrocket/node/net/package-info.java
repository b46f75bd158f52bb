// SPDX-License-Identifier: MIT
/** Sockets to peers: addresses, frames, and the one thread that reads and writes all of them. */
@NullMarked
package org.moneyrocket.node.net;

import org.jspecify.annotations.NullMarked;
