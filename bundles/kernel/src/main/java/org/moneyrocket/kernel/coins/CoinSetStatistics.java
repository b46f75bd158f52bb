// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.Optional;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/**
 * Sums over all coins.
 *
 * @param height of the block after which they hold
 * @param block that block
 * @param transactions transactions with unspent outputs
 * @param outputs unspent outputs
 * @param bogoSize 50 bytes and the script for each, a measure that does not depend on the database
 * @param diskBytes estimate of what the database takes
 * @param totalSats sum of all amounts
 * @param hash of all coins, internal byte order; empty if none was asked for
 */
public record CoinSetStatistics(
    int height,
    BlockHash block,
    long transactions,
    long outputs,
    long bogoSize,
    long diskBytes,
    long totalSats,
    Optional<Bytes> hash) {
  /** Which hash to compute. */
  public enum Hash {
    NONE,
    /** Over the coins in order: {@code hash_serialized_3}. */
    SERIALIZED,
    /** Does not depend on the order. */
    MUHASH
  }
}
