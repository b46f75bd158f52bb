// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

import java.util.List;
import org.moneyrocket.interfaces.chain.ChainStatus;

/**
 * The node at one moment, for windows and shells.
 *
 * @param product name and version
 * @param startedAt start time in milliseconds since 1970
 * @param tipTime header time of the tip in seconds since 1970, 0 before any
 * @param loading what is being loaded, empty when the node is ready
 * @param mempoolBytes virtual bytes of all transactions in the mempool
 * @param warnings sentences for the user
 */
public record NodeStatus(
    String product,
    long startedAt,
    ChainStatus chain,
    long tipTime,
    String loading,
    int inboundPeers,
    int outboundPeers,
    boolean networkActive,
    int mempoolTransactions,
    long mempoolBytes,
    long bytesReceived,
    long bytesSent,
    List<String> warnings) {}
