// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** How far the node is with catching up. */
public enum SyncState {
  /** Reading its own block files again. */
  REINDEX,
  /** Initial block download. */
  INITIAL_DOWNLOAD,
  /** Caught up once since the start. */
  SYNCED
}
