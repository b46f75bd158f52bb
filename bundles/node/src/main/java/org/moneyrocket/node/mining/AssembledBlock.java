// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.util.List;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.primitives.Block;

/**
 * A block that lacks only its proof of work.
 *
 * @param block with a coinbase; the merkle root fits it
 * @param height of the block
 * @param minTime least time in seconds its header may have
 * @param fees base fee of each transaction but the coinbase, in satoshis
 * @param sigops cost of signature operations of each transaction but the coinbase
 * @param chunkRates modified fee and adjusted weight of each chunk that was taken, in order
 * @param weight of the block with what is reserved for the coinbase, as users are told
 */
public record AssembledBlock(
    Block block,
    int height,
    long minTime,
    List<Long> fees,
    List<Long> sigops,
    List<FeeFraction> chunkRates,
    long weight) {
  public AssembledBlock {
    fees = List.copyOf(fees);
    sigops = List.copyOf(sigops);
    chunkRates = List.copyOf(chunkRates);
  }

  /** Returns the sum of base fees in satoshis. */
  public long totalFees() {
    return fees.stream().mapToLong(Long::longValue).sum();
  }
}
