// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.HashSet;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;

/**
 * Remembers about the last {@code capacity} hashes: two sets, of which the older is forgotten when
 * the newer is full. Exact, unlike a rolling bloom filter, for about 100 bytes a hash.
 */
final class RecentHashes {
  private final int half;
  private Set<Bytes> newer = new HashSet<>();
  private Set<Bytes> older = new HashSet<>();

  RecentHashes(int capacity) {
    this.half = Math.max(1, capacity / 2);
  }

  /** Remembers {@code hash}; false if it was known. */
  boolean add(Bytes hash) {
    if (contains(hash)) {
      return false;
    }
    if (newer.size() >= half) {
      older = newer;
      newer = new HashSet<>();
    }
    newer.add(hash);
    return true;
  }

  boolean contains(Bytes hash) {
    return newer.contains(hash) || older.contains(hash);
  }

  void clear() {
    newer.clear();
    older.clear();
  }
}
