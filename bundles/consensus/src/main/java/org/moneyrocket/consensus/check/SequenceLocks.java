// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.primitives.Transaction;

/**
 * Relative lock times of a transaction (BIP68), as the last height and time at which it is not yet
 * valid.
 *
 * @param height last block height that is too early; -1 if there is none
 * @param time last median time past that is too early, Unix seconds; -1 if there is none
 */
public record SequenceLocks(int height, long time) {
  /** Nothing to wait for. */
  public static final SequenceLocks NONE = new SequenceLocks(-1, -1);

  /** Tells whether relative lock times apply to {@code tx} once BIP68 is in force. */
  public static boolean applyTo(Transaction tx) {
    return Integer.compareUnsigned(tx.version(), 2) >= 0;
  }

  /** Tells whether the input with this sequence has a relative lock time. */
  public static boolean isLocked(int sequence) {
    return (sequence & Limits.SEQUENCE_LOCKTIME_DISABLE_FLAG) == 0;
  }

  /**
   * Calculates the locks, with BIP68 in force.
   *
   * @param coinHeights for each input the height of the block that made what it spends; one above
   *     the tip for what is still in the memory pool
   * @param parent the parent of the block the transaction is to be in
   */
  public static SequenceLocks of(Transaction tx, int[] coinHeights, HeaderView parent) {
    if (coinHeights.length != tx.inputs().size()) {
      throw new IllegalArgumentException(
          coinHeights.length + " heights for " + tx.inputs().size() + " inputs");
    }
    if (!applyTo(tx)) {
      return NONE;
    }
    int minHeight = -1;
    long minTime = -1;
    for (int i = 0; i < coinHeights.length; i++) {
      int sequence = tx.inputs().get(i).sequence();
      if (!isLocked(sequence)) {
        continue;
      }
      int coinHeight = coinHeights[i];
      int value = sequence & Limits.SEQUENCE_LOCKTIME_MASK;
      if ((sequence & Limits.SEQUENCE_LOCKTIME_TYPE_FLAG) != 0) {
        HeaderView before = parent.ancestor(Math.max(coinHeight - 1, 0));
        if (before == null) {
          throw new IllegalStateException(
              "input "
                  + i
                  + " of "
                  + tx.txid()
                  + " spends a coin from height "
                  + coinHeight
                  + ", above "
                  + parent.height());
        }
        long wait = (long) value << Limits.SEQUENCE_LOCKTIME_GRANULARITY;
        minTime = Math.max(minTime, before.medianTimePast() + wait - 1);
      } else {
        minHeight = Math.max(minHeight, coinHeight + value - 1);
      }
    }
    return new SequenceLocks(minHeight, minTime);
  }

  /** Tells whether the locks are over for a child of {@code parent}. */
  public boolean satisfiedAfter(HeaderView parent) {
    return height < parent.height() + 1 && time < parent.medianTimePast();
  }
}
