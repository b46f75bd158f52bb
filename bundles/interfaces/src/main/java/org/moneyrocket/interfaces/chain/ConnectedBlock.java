// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/**
 * A block that was connected to, or disconnected from, the active chain.
 *
 * @param time header time in seconds since 1970
 * @param maxTime the largest time of this block and all before it
 * @param data the block's serialization with witnesses
 * @param sequence number of this event
 */
public record ConnectedBlock(
    BlockRef ref, BlockHash previous, long time, long maxTime, Bytes data, long sequence) {}
