// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHeader;

/** Which time and target the header of a new block has. */
final class BlockTimes {
  private BlockTimes() {}

  /** Returns the least time of a child of {@code parent}, in seconds. */
  static long minimum(HeaderView parent, ChainParameters params) {
    long minimum = parent.medianTimePast() + 1;
    // On every chain, so that no block is made that BIP94 would refuse.
    if ((parent.height() + 1) % params.pow().interval() == 0) {
      minimum = Math.max(minimum, parent.time() - Limits.MAX_TIMEWARP);
    }
    return minimum;
  }

  /** Returns the header with the time set to {@code now}, or the least possible, and its target. */
  static BlockHeader refresh(
      BlockHeader header, HeaderView parent, ChainParameters params, long now) {
    long time = Math.max(minimum(parent, params), now);
    BlockHeader timed = time > header.time() ? header.withTime(time) : header;
    if (!params.pow().allowMinDifficulty()) {
      return timed;
    }
    return new BlockHeader(
        timed.version(),
        timed.previous(),
        timed.merkleRoot(),
        timed.time(),
        ProofOfWork.requiredBits(params, parent, timed.time()),
        timed.nonce());
  }
}
