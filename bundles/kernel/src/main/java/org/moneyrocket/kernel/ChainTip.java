// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import org.moneyrocket.kernel.index.BlockEntry;

/**
 * The end of a branch of the header tree.
 *
 * @param branchLength blocks between it and the active chain; 0 for the active tip
 */
public record ChainTip(BlockEntry entry, int branchLength, Status status) {
  /** What is known about the branch. */
  public enum Status {
    /** A block in it broke a rule. */
    INVALID("invalid"),
    /** Some blocks have never been seen. */
    HEADERS_ONLY("headers-only"),
    /** All blocks are there, but they were never connected. */
    VALID_HEADERS("valid-headers"),
    /** Fully checked, not part of the active chain. */
    VALID_FORK("valid-fork"),
    /** The end of the active chain. */
    ACTIVE("active"),
    UNKNOWN("unknown");

    private final String rpcName;

    Status(String rpcName) {
      this.rpcName = rpcName;
    }

    public String rpcName() {
      return rpcName;
    }
  }
}
