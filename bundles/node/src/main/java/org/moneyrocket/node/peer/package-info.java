// SPDX-License-Identifier: MIT
/**
 * What is said to peers and what is done about what they say. {@link
 * org.moneyrocket.node.peer.PeerNetwork} owns the connections, {@link
 * org.moneyrocket.node.peer.MessageLoop} the one thread on which every message is processed; the
 * other classes are one topic each.
 */
@NullMarked
package org.moneyrocket.node.peer;

import org.jspecify.annotations.NullMarked;
