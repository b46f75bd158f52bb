// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.FeeRate;

/**
 * Fee rates the node holds transactions to.
 *
 * @param mempoolMin lowest rate that enters the mempool now
 * @param relayMin lowest rate that is relayed at all
 * @param incremental what a replacement pays on top
 * @param dust rate that decides which outputs are dust
 * @param maxTarget largest confirmation target, in blocks, that can be estimated
 */
public record FeeLimits(
    FeeRate mempoolMin, FeeRate relayMin, FeeRate incremental, FeeRate dust, int maxTarget) {}
