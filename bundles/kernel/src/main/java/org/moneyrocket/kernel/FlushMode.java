// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** When the state in memory is written to disk. */
public enum FlushMode {
  /** Only to remove pruned files. */
  NONE,
  /** If the cache is over its limit. */
  IF_NEEDED,
  /** If the cache is large, or an hour has passed. */
  PERIODIC,
  /** Always, keeping clean coins in the cache. */
  FORCE_SYNC,
  /** Always, leaving the cache empty. */
  FORCE_FLUSH
}
