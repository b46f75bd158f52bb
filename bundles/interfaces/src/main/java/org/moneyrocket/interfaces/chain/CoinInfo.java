// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/**
 * An unspent output.
 *
 * @param height height of the block that holds it, or {@link #MEMPOOL_HEIGHT}
 */
public record CoinInfo(OutPoint outPoint, TxOut output, int height, boolean coinbase) {
  /** Height of an output that is only in the mempool. */
  public static final int MEMPOOL_HEIGHT = 0x7fffffff;
}
