// SPDX-License-Identifier: MIT
package org.moneyrocket.node.relay;

/**
 * Traffic since the start, and the limit on what is served ({@code -maxuploadtarget}).
 *
 * @param targetBytes limit per {@code timeframeSeconds}, 0 for none
 * @param bytesLeft what may still be sent in this timeframe
 * @param secondsLeft rest of this timeframe
 */
public record RelayTotals(
    long bytesReceived,
    long bytesSent,
    long timeframeSeconds,
    long targetBytes,
    boolean targetReached,
    boolean servesHistoricalBlocks,
    long bytesLeft,
    long secondsLeft) {}
