// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;

/** Which blocks of a chain are stored. Chain lock held. */
final class StoredRange {
  private StoredRange() {}

  /** Returns the height of the last block that is missing below {@code tip}, if one is. */
  static OptionalInt pruneHeight(@Nullable BlockEntry tip) {
    if (tip == null) {
      return OptionalInt.empty();
    }
    if (!tip.hasData()) {
      return OptionalInt.of(tip.height());
    }
    BlockEntry first = tip;
    for (BlockEntry at = tip; at != null && at.hasData(); at = at.previous()) {
      first = at;
    }
    return first.height() == 0 ? OptionalInt.empty() : OptionalInt.of(first.height() - 1);
  }

  /** Tells whether all blocks from {@code upper} down to {@code lower} are stored. */
  static boolean isComplete(BlockEntry upper, BlockEntry lower) {
    for (BlockEntry at = upper; at != null; at = at.previous()) {
      if (!at.hasData()) {
        return false;
      }
      if (at == lower) {
        return true;
      }
    }
    return false;
  }
}
