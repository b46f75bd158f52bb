// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * Bounds of one message, checked by the writer as it goes and by the reader before it allocates.
 *
 * @param bytes size of all chunks together
 * @param elements elements of all its collections together
 * @param depth how deeply values may be nested
 * @param memory where the reader counts what a large message takes, null if nowhere
 */
public record MessageLimits(
    long bytes, int elements, int depth, MemoryBudget.@Nullable Account memory) {
  public MessageLimits(long bytes, int elements, int depth) {
    this(bytes, elements, depth, null);
  }
}
