// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;

/** Catches what the kernel says of single blocks that somebody is waiting for. Thread-safe. */
public final class BlockVerdicts {
  /** Verdicts waited for; a valid one with no block behind it stands for "none yet". */
  private final Map<BlockHash, Optional<Verdict>> awaited = new ConcurrentHashMap<>();

  /** Tells a verdict. Called by the kernel, possibly with the chain lock held. */
  public void blockChecked(Block block, Verdict verdict) {
    if (!awaited.isEmpty()) {
      awaited.computeIfPresent(block.hash(), (hash, old) -> Optional.of(verdict));
    }
  }

  /** What an action came to, and the verdict it caused on a block, if there was one. */
  public record Caught<T>(T outcome, Optional<Verdict> verdict) {}

  /** Runs {@code action} and catches the last verdict on {@code hash} meanwhile. */
  public <T> Caught<T> during(BlockHash hash, Supplier<T> action) {
    awaited.put(hash, Optional.empty());
    try {
      T outcome = action.get();
      return new Caught<>(outcome, awaited.getOrDefault(hash, Optional.empty()));
    } finally {
      awaited.remove(hash);
    }
  }
}
