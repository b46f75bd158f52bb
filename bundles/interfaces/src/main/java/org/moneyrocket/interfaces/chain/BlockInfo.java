// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.BlockHash;

/**
 * What is known of one block header.
 *
 * @param time seconds since 1970, as the header says
 * @param medianTime median time past, seconds since 1970
 * @param maxTime the largest time of this block and all before it
 * @param active whether it lies in the active chain
 * @param onDisk whether the block's data can be read
 */
public record BlockInfo(
    BlockRef ref,
    BlockHash previous,
    long time,
    long medianTime,
    long maxTime,
    boolean active,
    boolean onDisk) {}
