// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.BlockHash;

/** All headers that were ever accepted. May be read by any thread without a lock. */
public interface BlockIndex {
  /** Returns the entry of a header, or null. */
  @Nullable BlockEntry find(BlockHash hash);

  /** Returns the number of headers. */
  int size();

  /** Shows all entries, in no order. */
  void forEach(Consumer<BlockEntry> visitor);
}
