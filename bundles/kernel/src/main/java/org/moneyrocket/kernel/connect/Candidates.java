// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;

/**
 * Blocks that could become the tip: complete with their ancestors and not worse than the tip. Chain
 * lock held. An entry's order of arrival must not change while it is in here.
 */
final class Candidates {
  /**
   * Worse before better: less work, then later arrival. The hash decides the rest, so that the
   * order is one at all.
   */
  static final Comparator<BlockEntry> ORDER =
      (a, b) -> {
        if (a == b) {
          return 0;
        }
        int order = a.compareWork(b);
        if (order == 0) {
          order = Integer.compare(b.sequence(), a.sequence());
        }
        return order != 0 ? order : b.hash().compareTo(a.hash());
      };

  private final TreeSet<BlockEntry> set = new TreeSet<>(ORDER);

  static boolean isWorse(BlockEntry a, BlockEntry b) {
    return ORDER.compare(a, b) < 0;
  }

  void add(BlockEntry entry) {
    set.add(entry);
  }

  void remove(BlockEntry entry) {
    set.remove(entry);
  }

  boolean contains(BlockEntry entry) {
    return set.contains(entry);
  }

  @Nullable BlockEntry best() {
    return set.isEmpty() ? null : set.last();
  }

  void removeWorseThan(BlockEntry tip) {
    set.headSet(tip, false).clear();
  }

  int size() {
    return set.size();
  }

  void clear() {
    set.clear();
  }
}
