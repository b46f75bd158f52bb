// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.Amount;

/**
 * A transaction's relatives in the mempool; all zero when it is not there.
 *
 * @param ancestors number of ancestors with itself
 * @param descendants number of descendants with itself
 * @param ancestorVsize virtual bytes of ancestors with itself
 * @param ancestorFees fees of ancestors with itself
 * @param clusterSize number of transactions connected with it
 */
public record MempoolAncestry(
    int ancestors, int descendants, long ancestorVsize, Amount ancestorFees, int clusterSize) {}
