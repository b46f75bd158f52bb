// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.wallet.store.MemoryValue;
import org.moneyrocket.wallet.store.UnitOfWork;

/**
 * Where the wallet stands in the chain, as a locator: the blocks it applied last, then what the
 * node once said about the blocks before. Changes in units of work, with what the blocks changed.
 * Guarded by the wallet's lock.
 */
final class Position {
  private static final int DENSE = 40;

  /** Blocks applied, the last one first. */
  private final MemoryValue<List<BlockHash>> recent;

  private final MemoryValue<List<BlockHash>> older;

  Position(Locator start, UnitOfWork unit) {
    recent = unit.value(List.of());
    older = unit.value(start.hashes());
  }

  void connected(BlockHash hash) {
    List<BlockHash> before = recent.get();
    List<BlockHash> now = new ArrayList<>(Math.min(before.size(), DENSE - 1) + 1);
    now.add(hash);
    now.addAll(before.subList(0, Math.min(before.size(), DENSE - 1)));
    recent.set(now);
  }

  /** Stands at the block before, even if it is not among those that were applied since loading. */
  void disconnected(BlockHash hash, BlockHash previous) {
    List<BlockHash> before = recent.get();
    boolean hasHead = !before.isEmpty() && before.get(0).equals(hash);
    List<BlockHash> left = hasHead ? before.subList(1, before.size()) : before;
    recent.set(left.isEmpty() ? List.of(previous) : List.copyOf(left));
  }

  void rewound(BlockHash forkPoint) {
    int at = recent.get().indexOf(forkPoint);
    recent.set(
        at < 0 ? List.of(forkPoint) : List.copyOf(recent.get().subList(at, recent.get().size())));
  }

  /** Takes over what the node says about the blocks up to the last one. */
  void told(Locator locator) {
    older.set(locator.hashes());
  }

  Locator locator() {
    List<BlockHash> hashes = new ArrayList<>(recent.get());
    for (BlockHash hash : older.get()) {
      if (hashes.size() < Locator.MAX && !hashes.contains(hash)) {
        hashes.add(hash);
      }
    }
    return new Locator(hashes);
  }
}
