// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import org.moneyrocket.consensus.check.Verdict;

/** Whether whoever sent a header or block that is refused broke a rule, or only had bad luck. */
enum Fault {
  /** It may be good later, or for others. */
  NONE,
  /**
   * It is on a branch we know to be invalid. We do not stay with such a peer when we chose it;
   * whoever came to us may be behind, or the branch may be invalid by our own decision.
   */
  OF_CHOSEN_PEERS,
  /** Nobody who keeps the rules sends it. */
  OF_ALL;

  static Fault of(Verdict verdict) {
    if (!(verdict instanceof Verdict.Invalid invalid)) {
      return NONE;
    }
    return switch (invalid.blame()) {
      case CONSENSUS, INVALID_HEADER, INVALID_PREV, MUTATED, MISSING_PREV -> OF_ALL;
      case CACHED_INVALID -> OF_CHOSEN_PEERS;
      default -> NONE;
    };
  }

  boolean isOf(Peer peer) {
    return this == OF_ALL || (this == OF_CHOSEN_PEERS && !peer.inbound());
  }
}
