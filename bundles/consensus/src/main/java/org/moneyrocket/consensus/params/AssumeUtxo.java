// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/**
 * A snapshot of the unspent outputs that may be trusted before it is verified.
 *
 * @param height height of the base block
 * @param base the block after which the snapshot was taken
 * @param coinsHash {@code hash_serialized_3} of all coins, internal byte order
 * @param chainTransactions transactions from genesis to the base block
 */
public record AssumeUtxo(int height, BlockHash base, Bytes coinsHash, long chainTransactions) {
  static AssumeUtxo of(int height, String coinsHash, long chainTransactions, String base) {
    return new AssumeUtxo(
        height,
        BlockHash.fromDisplay(base),
        Bytes.fromHex(coinsHash).reversed(),
        chainTransactions);
  }
}
