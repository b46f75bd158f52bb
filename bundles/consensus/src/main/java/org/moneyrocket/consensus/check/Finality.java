// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import org.moneyrocket.consensus.Limits;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;

/** Absolute lock times. */
public final class Finality {
  private Finality() {}

  /**
   * Tells whether {@code tx} may be in a block.
   *
   * @param height the height of the block
   * @param cutoff Unix seconds that lock times must lie before: the median time past of the block's
   *     parent (BIP113), or before that rule the block's own time
   */
  public static boolean isFinal(Transaction tx, int height, long cutoff) {
    long lockTime = Integer.toUnsignedLong(tx.lockTime());
    if (lockTime == 0 || lockTime < (lockTime < Limits.LOCKTIME_THRESHOLD ? height : cutoff)) {
      return true;
    }
    for (TxIn input : tx.inputs()) {
      if (input.sequence() != TxIn.SEQUENCE_FINAL) {
        return false;
      }
    }
    return true;
  }
}
