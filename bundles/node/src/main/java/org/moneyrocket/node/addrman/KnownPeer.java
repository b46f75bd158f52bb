// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

/**
 * A possible peer as others tell of it.
 *
 * @param services bits it is said to offer
 * @param time when it was last seen, seconds since 1970
 */
public record KnownPeer(Endpoint endpoint, long services, long time) {}
