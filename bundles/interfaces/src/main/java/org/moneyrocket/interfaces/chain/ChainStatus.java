// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import java.util.Optional;

/**
 * The chain at one moment.
 *
 * @param network {@code main}, {@code test}, {@code testnet4}, {@code signet} or {@code regtest}
 * @param tip the most-work validated block; empty while the chain is being loaded
 * @param headersHeight height of the best header, -1 before any
 * @param medianTime median time past of the tip
 * @param initialBlockDownload whether the chain is still far behind
 * @param progress 0 to 1, an estimate of how much is verified
 * @param sequence number of the last chain event
 * @param pruneHeight lowest height whose block is on disk, if blocks were pruned
 * @param snapshotHeight height of the snapshot that the chain began with, as long as the blocks up
 *     to there are still being fetched and verified
 */
public record ChainStatus(
    String network,
    Optional<BlockRef> tip,
    int headersHeight,
    long medianTime,
    boolean initialBlockDownload,
    double progress,
    long sequence,
    Optional<Integer> pruneHeight,
    Optional<Integer> snapshotHeight) {}
