// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

/**
 * One connected peer.
 *
 * @param connectedAt seconds since 1970
 * @param pingMicros last round trip in microseconds, -1 before the first
 * @param transport {@code v1}, {@code v2} or {@code detecting}
 */
public record PeerInfo(
    long id,
    String address,
    String network,
    boolean inbound,
    String connectionType,
    String userAgent,
    int protocolVersion,
    long services,
    int startingHeight,
    int syncedHeaders,
    int syncedBlocks,
    long connectedAt,
    long pingMicros,
    long bytesReceived,
    long bytesSent,
    String transport) {}
