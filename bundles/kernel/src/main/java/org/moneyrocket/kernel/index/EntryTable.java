// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.BlockHash;

/**
 * A hash set of entries by block hash that keeps nothing beside the entries. One thread at a time
 * may add; any number may look up meanwhile. Block hashes cost work to make, so their own bytes
 * spread well enough and need no secret.
 */
final class EntryTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(BlockEntry[].class);

  private volatile BlockEntry[] slots = new BlockEntry[1024];
  private volatile int size;

  int size() {
    return size;
  }

  private static int place(long firstWord, int mask) {
    // The first bytes of a hash are the low ones, which vary; the last ones are zero.
    return (int) (firstWord ^ firstWord >>> 32) & mask;
  }

  @Nullable BlockEntry find(BlockHash hash) {
    BlockEntry[] table = slots;
    int mask = table.length - 1;
    for (int i = place(BlockEntry.firstWord(hash), mask); ; i = (i + 1) & mask) {
      BlockEntry entry = (BlockEntry) SLOT.getAcquire(table, i);
      if (entry == null || entry.hasHash(hash)) {
        return entry;
      }
    }
  }

  void add(BlockEntry entry) {
    if ((size + 1) * 2 > slots.length) {
      BlockEntry[] larger = new BlockEntry[slots.length * 2];
      for (BlockEntry old : slots) {
        if (old != null) {
          put(larger, old);
        }
      }
      slots = larger;
    }
    put(slots, entry);
    size = size + 1;
  }

  private static void put(BlockEntry[] table, BlockEntry entry) {
    int mask = table.length - 1;
    int i = place(entry.h0, mask);
    while (table[i] != null) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(table, i, entry);
  }

  void forEach(Consumer<BlockEntry> visitor) {
    BlockEntry[] table = slots;
    for (int i = 0; i < table.length; i++) {
      BlockEntry entry = (BlockEntry) SLOT.getAcquire(table, i);
      if (entry != null) {
        visitor.accept(entry);
      }
    }
  }
}
