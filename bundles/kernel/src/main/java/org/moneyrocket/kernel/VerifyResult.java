// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** Outcome of checking the last blocks against the databases. */
public enum VerifyResult {
  SUCCESS,
  CORRUPTED,
  INTERRUPTED,
  /** Disconnecting was skipped, since it needed more memory than the cache may take. */
  SKIPPED_DISCONNECT,
  /** Blocks are missing, since they were pruned. */
  SKIPPED_MISSING_BLOCKS
}
