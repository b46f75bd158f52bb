// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.Optional;
import org.moneyrocket.kernel.index.BlockEntry;

/**
 * A chain with its coins.
 *
 * @param tip its last block, empty before genesis
 * @param progress estimated share that is verified, 0 to 1
 * @param snapshotBase the block it began with, if it began with a snapshot
 * @param databaseBytes memory for the database of coins
 * @param cacheBytes memory for the cache of coins
 * @param validated whether its coins rest on checked blocks alone
 * @param target the block to stop at, if it only verifies a snapshot
 */
public record ChainstateInfo(
    Optional<BlockEntry> tip,
    double progress,
    Optional<BlockEntry> snapshotBase,
    long databaseBytes,
    long cacheBytes,
    boolean validated,
    Optional<BlockEntry> target) {}
