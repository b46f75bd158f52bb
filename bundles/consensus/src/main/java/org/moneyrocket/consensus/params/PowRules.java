// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import org.moneyrocket.consensus.UInt256;

/**
 * How a chain sets its difficulty.
 *
 * @param limit the easiest target
 * @param targetTimespan intended length of a period, seconds
 * @param targetSpacing intended time between blocks, seconds
 * @param allowMinDifficulty whether a block that comes late may have the easiest target
 * @param noRetargeting whether the difficulty never changes
 * @param enforceBip94 whether the time-warp rules of testnet4 hold (BIP94)
 */
public record PowRules(
    UInt256 limit,
    long targetTimespan,
    long targetSpacing,
    boolean allowMinDifficulty,
    boolean noRetargeting,
    boolean enforceBip94) {
  /** Returns the blocks in a period. */
  public int interval() {
    return (int) (targetTimespan / targetSpacing);
  }

  PowRules withBip94() {
    return new PowRules(
        limit, targetTimespan, targetSpacing, allowMinDifficulty, noRetargeting, true);
  }
}
