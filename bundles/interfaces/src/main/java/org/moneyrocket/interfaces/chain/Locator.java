// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import java.util.List;
import org.moneyrocket.primitives.BlockHash;

/**
 * Where somebody stands in the chain: hashes from the newest to genesis, first dense, then further
 * and further apart. At most 101, as in a {@code getheaders} message.
 */
public record Locator(List<BlockHash> hashes) {
  public static final int MAX = 101;

  public Locator {
    hashes = List.copyOf(hashes);
    if (hashes.size() > MAX) {
      throw new IllegalArgumentException("locator of " + hashes.size() + " hashes, limit " + MAX);
    }
  }
}
