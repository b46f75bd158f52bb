// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.BlockHash;

/**
 * The chain that is active now, from genesis to the tip. Changes under the chain lock only. A
 * reader without it should take {@link #tip} once and go on from that entry, since the chain may
 * change between two calls.
 */
public final class ActiveChain {
  private volatile BlockEntry[] entries = new BlockEntry[256];
  private volatile @Nullable BlockEntry tip;

  /** Returns the last block, or null if there is none yet. */
  public @Nullable BlockEntry tip() {
    return tip;
  }

  /**
   * Returns the last block.
   *
   * @throws IllegalStateException if genesis is not connected yet
   */
  public BlockEntry requireTip() {
    BlockEntry now = tip;
    if (now == null) {
      throw new IllegalStateException("the chain has no block yet");
    }
    return now;
  }

  /** Returns the height of the tip, -1 if there is none. */
  public int height() {
    BlockEntry now = tip;
    return now == null ? -1 : now.height();
  }

  /** Returns the block at {@code height}, or null if there is none. */
  public @Nullable BlockEntry at(int height) {
    BlockEntry now = tip;
    if (now == null || height < 0 || height > now.height()) {
      return null;
    }
    return entries[height];
  }

  /** Tells whether {@code entry} is part of the chain. */
  public boolean contains(BlockEntry entry) {
    return at(entry.height()) == entry;
  }

  /** Returns the block after {@code entry}, or null if it is the tip or not part of the chain. */
  public @Nullable BlockEntry next(BlockEntry entry) {
    return contains(entry) ? at(entry.height() + 1) : null;
  }

  /** Returns the last block that {@code entry}'s chain shares with this one. */
  public @Nullable BlockEntry fork(BlockEntry entry) {
    BlockEntry at = entry;
    BlockEntry now = tip;
    if (now == null) {
      return null;
    }
    if (at.height() > now.height()) {
      at = Objects.requireNonNull(at.ancestor(now.height()));
    }
    while (at != null && !contains(at)) {
      at = at.previous();
    }
    return at;
  }

  /** Finds where a locator leaves the chain; genesis if nothing matches. */
  public @Nullable BlockEntry fork(BlockIndex index, List<BlockHash> locator) {
    BlockEntry now = tip;
    for (BlockHash hash : locator) {
      BlockEntry entry = index.find(hash);
      if (entry == null || now == null) {
        continue;
      }
      if (contains(entry)) {
        return entry;
      }
      if (entry.ancestor(now.height()) == now) {
        return now;
      }
    }
    return at(0);
  }

  /**
   * Returns the earliest block whose greatest time so far is at least {@code time} and whose height
   * is at least {@code height}, or null.
   */
  public @Nullable BlockEntry earliestAtLeast(long time, int height) {
    int low = Math.max(0, height);
    int high = height() + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      BlockEntry entry = Objects.requireNonNull(at(middle));
      if (entry.timeMax() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return at(low);
  }

  /** Makes {@code newTip} the end of the chain. The kernel alone may do this. */
  public void setTip(BlockEntry newTip) {
    BlockEntry[] table = entries;
    if (newTip.height() >= table.length) {
      table = Arrays.copyOf(table, Math.max(newTip.height() + 1, table.length * 2));
    }
    for (int i = newTip.height() + 1; i < table.length && table[i] != null; i++) {
      table[i] = null;
    }
    BlockEntry at = newTip;
    while (at != null && table[at.height()] != at) {
      table[at.height()] = at;
      at = at.previous();
    }
    entries = table;
    tip = newTip;
  }
}
