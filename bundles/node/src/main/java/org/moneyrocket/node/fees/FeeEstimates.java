// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.FeeEstimate;

/**
 * Estimates fee rates. No history of blocks is kept yet, so there is never enough data; the answer
 * says so, as it does on every node that has just begun.
 */
public final class FeeEstimates {
  /** Largest confirmation target in blocks. */
  public static final int MAX_TARGET = 1008;

  /** What is answered while nothing is known. */
  public static final String NO_DATA = "Insufficient data or no feerate found";

  /**
   * Returns the estimate for a confirmation within {@code target} blocks.
   *
   * @param conservative whether a longer history counts
   */
  public FeeEstimate estimate(int target, boolean conservative) {
    return new FeeEstimate(Optional.empty(), 0, List.of(NO_DATA));
  }
}
