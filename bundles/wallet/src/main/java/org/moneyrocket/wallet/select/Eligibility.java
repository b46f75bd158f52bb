// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.List;

/**
 * Which groups may be used in one attempt.
 *
 * @param minDepthMine confirmations of coins from our own transactions
 * @param minDepthTheirs confirmations of coins from others
 * @param maxAncestors most unconfirmed ancestors
 * @param maxClusterSize most transactions connected in the mempool
 * @param partialGroups whether a group that others follow may be used as well
 * @param mixedTypes whether kinds of coins may be mixed
 */
record Eligibility(
    int minDepthMine,
    int minDepthTheirs,
    long maxAncestors,
    long maxClusterSize,
    boolean partialGroups,
    boolean mixedTypes) {
  /** Returns the attempts from the most to the least cautious. */
  static List<Eligibility> sequence(SelectionLimits limits, boolean includeUnsafe) {
    long ancestors = Math.max(1, limits.ancestors());
    long cluster = Math.max(1, limits.descendants());
    List<Eligibility> sequence = new ArrayList<>();
    sequence.add(new Eligibility(1, 6, 0, 0, false, false));
    sequence.add(new Eligibility(1, 1, 0, 0, false, true));
    if (!limits.spendZeroConfChange()) {
      return sequence;
    }
    sequence.add(new Eligibility(0, 1, 2, 2, false, true));
    sequence.add(
        new Eligibility(0, 1, Math.min(4, ancestors / 3), Math.min(4, cluster / 3), false, true));
    sequence.add(new Eligibility(0, 1, ancestors / 2, cluster / 2, false, true));
    sequence.add(new Eligibility(0, 1, ancestors - 1, cluster - 1, true, true));
    if (includeUnsafe) {
      sequence.add(new Eligibility(0, 0, ancestors - 1, cluster - 1, true, true));
    }
    if (!limits.rejectLongChains()) {
      sequence.add(new Eligibility(0, 1, Long.MAX_VALUE, Long.MAX_VALUE, true, true));
    }
    return sequence;
  }
}
