// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;

/** Which blocks of a chain are stored. Chain lock held. */
final class StoredRange {
  private StoredRange() {}

  /**
   * Returns the height of the last block below {@code tip} whose block or undo data is missing, if
   * one is. A single block fetched again has no undo data, so it moves nothing. Genesis never has
   * any and does not count.
   */
  static OptionalInt pruneHeight(@Nullable BlockEntry tip) {
    BlockEntry at = tip;
    while (at != null && at.height() > 0 && at.hasData() && at.hasUndo()) {
      at = at.previous();
    }
    return at == null || at.height() == 0 ? OptionalInt.empty() : OptionalInt.of(at.height());
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
