// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.Arrays;

/**
 * Cuts large pieces of native memory into cells of multiples of eight bytes. Freed cells are used
 * again for the same size; memory goes back to the system only with {@link #clear}.
 */
final class CellMemory implements AutoCloseable {
  private static final int MAX_CELL = 16 * 1024;
  private static final int FIRST_CHUNK = 64 * 1024;
  private static final int CHUNK = 1 << 20;
  // Where a free cell keeps the address of the next one; the first word stays as it is.
  private static final int NEXT_AT = 8;

  private final long[] free = new long[MAX_CELL / 8 + 1];
  private long[] chunks = new long[16];
  private int chunkCount;
  private long at;
  private long end;
  private long bytes;

  /** Returns a cell; its first eight bytes hold zeros if it is new, else what they held last. */
  long allocate(int size) {
    int words = (size + 7) >>> 3;
    long cell = free[words];
    if (cell != 0) {
      free[words] = NativeMemory.getLong(cell + NEXT_AT);
      return cell;
    }
    int rounded = words << 3;
    if (end - at < rounded) {
      addChunk();
    }
    cell = at;
    at += rounded;
    return cell;
  }

  private void addChunk() {
    int size = chunkCount == 0 ? FIRST_CHUNK : CHUNK;
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
    }
    at = NativeMemory.allocate(size);
    end = at + size;
    chunks[chunkCount++] = at;
    bytes += size;
  }

  void release(long cell, int size) {
    int words = (size + 7) >>> 3;
    NativeMemory.putLong(cell + NEXT_AT, free[words]);
    free[words] = cell;
  }

  long bytes() {
    return bytes;
  }

  void clear() {
    for (int i = 0; i < chunkCount; i++) {
      NativeMemory.free(chunks[i]);
    }
    chunkCount = 0;
    at = 0;
    end = 0;
    bytes = 0;
    Arrays.fill(free, 0);
  }

  @Override
  public void close() {
    clear();
  }
}
