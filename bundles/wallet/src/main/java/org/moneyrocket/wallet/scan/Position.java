// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.BlockHash;

/**
 * Where the wallet stands in the chain, as a locator: the blocks it applied last, then what the
 * node once said about the blocks before. Not thread-safe.
 */
final class Position {
  private static final int DENSE = 40;

  private final Deque<BlockHash> recent = new ArrayDeque<>();
  private List<BlockHash> older;

  Position(Locator start) {
    older = start.hashes();
  }

  void connected(BlockHash hash) {
    recent.addFirst(hash);
    if (recent.size() > DENSE) {
      recent.removeLast();
    }
  }

  void disconnected(BlockHash hash) {
    if (hash.equals(recent.peekFirst())) {
      recent.removeFirst();
    }
  }

  void rewound(BlockHash forkPoint) {
    while (!recent.isEmpty() && !recent.peekFirst().equals(forkPoint)) {
      recent.removeFirst();
    }
    if (recent.isEmpty()) {
      recent.addFirst(forkPoint);
    }
  }

  /** Returns a locator for {@code last}, asking the node if it still has that block. */
  Locator locator(BlockRef last, Chain chain) {
    boolean there = chain.blockAt(last.height()).map(BlockInfo::ref).equals(Optional.of(last));
    Locator fromNode = there ? chain.locatorAt(last.height()) : new Locator(List.of());
    if (!fromNode.hashes().isEmpty() && fromNode.hashes().get(0).equals(last.hash())) {
      older = fromNode.hashes();
      return fromNode;
    }
    return locator();
  }

  /** Returns a locator from what is known here. */
  Locator locator() {
    List<BlockHash> hashes = new ArrayList<>(recent);
    for (BlockHash hash : older) {
      if (hashes.size() < Locator.MAX && !hashes.contains(hash)) {
        hashes.add(hash);
      }
    }
    return new Locator(hashes);
  }
}
