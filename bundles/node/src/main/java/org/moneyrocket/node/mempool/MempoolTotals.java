// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.moneyrocket.primitives.FeeRate;

/**
 * The mempool at one moment.
 *
 * @param loaded whether the attempt to load what was saved is over
 * @param vsize sum of adjusted virtual sizes
 * @param usage bytes counted against the limit
 * @param fees sum of base fees in satoshis
 * @param minimumRate lowest rate that enters now
 * @param unbroadcast transactions of our own that no peer asked for yet
 * @param sequence number of the next event
 */
public record MempoolTotals(
    boolean loaded,
    int transactions,
    long vsize,
    long usage,
    long fees,
    FeeRate minimumRate,
    int unbroadcast,
    long sequence) {}
