// SPDX-License-Identifier: MIT
package org.moneyrocket.node.relay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;

/**
 * One connected peer, with all that {@code getpeerinfo} tells. Times are seconds since 1970, pings
 * microseconds.
 */
public record RelayPeer(
    long id,
    String address,
    Optional<String> boundAddress,
    Optional<String> localAddress,
    String network,
    Optional<Long> mappedAs,
    long services,
    boolean relaysTransactions,
    long lastInvSequence,
    int invToSend,
    long lastSend,
    long lastReceive,
    long lastTransaction,
    long lastBlock,
    long bytesSent,
    long bytesReceived,
    long connectedAt,
    long timeOffset,
    Optional<Long> pingMicros,
    Optional<Long> minPingMicros,
    Optional<Long> pingWaitMicros,
    int version,
    String userAgent,
    boolean inbound,
    boolean highBandwidthTo,
    boolean highBandwidthFrom,
    int startingHeight,
    long presyncedHeaders,
    int syncedHeaders,
    int syncedBlocks,
    List<Integer> inflight,
    boolean addressRelay,
    long addressesProcessed,
    long addressesRateLimited,
    List<String> permissions,
    FeeRate minFeeFilter,
    Map<String, Long> bytesSentByType,
    Map<String, Long> bytesReceivedByType,
    String connectionType,
    String transport,
    String sessionId) {}
