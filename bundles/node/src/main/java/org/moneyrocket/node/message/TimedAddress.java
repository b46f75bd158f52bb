// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

/**
 * An address with the time it was last heard of.
 *
 * @param time Unix seconds, unsigned 32 bits in a long
 */
public record TimedAddress(long time, PeerAddress address) {}
