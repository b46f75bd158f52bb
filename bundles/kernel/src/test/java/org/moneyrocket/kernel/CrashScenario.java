// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** What a process does while it is being killed. */
enum CrashScenario {
  /** Stores and connects blocks, mostly into an empty directory. */
  STORE,
  /** Writes state again and again while blocks come. */
  FLUSH,
  /** Goes from one branch to the other and back. */
  REORGANISE,
  /** Removes old block files. */
  PRUNE,
  /** Reads all block files again. */
  REINDEX,
  /** Builds the coins again. */
  REINDEX_COINS;

  boolean rebuilds() {
    return this == REINDEX || this == REINDEX_COINS;
  }
}
