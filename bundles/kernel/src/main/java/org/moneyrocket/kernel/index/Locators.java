// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.moneyrocket.primitives.BlockHash;

/** Short lists of hashes that name a chain. */
public final class Locators {
  private static final int CONSECUTIVE = 11;

  private Locators() {}

  /**
   * Returns the hash of {@code entry}, of the eleven before, then at doubling gaps, and genesis.
   */
  public static List<BlockHash> of(BlockEntry entry) {
    List<BlockHash> hashes = new ArrayList<>(32);
    int step = 1;
    BlockEntry at = entry;
    while (true) {
      hashes.add(at.hash());
      if (at.height() == 0) {
        return List.copyOf(hashes);
      }
      at = Objects.requireNonNull(at.ancestor(Math.max(at.height() - step, 0)));
      if (hashes.size() >= CONSECUTIVE) {
        step *= 2;
      }
    }
  }
}
