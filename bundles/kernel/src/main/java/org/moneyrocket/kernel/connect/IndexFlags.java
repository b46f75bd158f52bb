// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

/** Names of flags in the block index. */
final class IndexFlags {
  /** Block files were removed at some time. */
  static final String PRUNED = "prunedblockfiles";

  private IndexFlags() {}
}
