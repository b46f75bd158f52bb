// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.CoinsView;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.OutPoint;

/**
 * The coins of whatever chain is active, for callers that keep the view. A database that cannot be
 * read must never look like one without the coin: the owner is told that nothing can go on.
 */
final class ActiveCoins implements CoinsView {
  private final Chainstates chainstates;
  private final Halt halt;

  ActiveCoins(Chainstates chainstates, Halt halt) {
    this.chainstates = chainstates;
    this.halt = halt;
  }

  private <T extends @Nullable Object> T reading(Supplier<T> action) {
    try {
      return action.get();
    } catch (StorageException e) {
      throw halt.tell("Error reading from database", e).asStorage();
    }
  }

  @Override
  public @Nullable Coin get(OutPoint outpoint) {
    return this.<@Nullable Coin>reading(() -> chainstates.active().coins.get(outpoint));
  }

  @Override
  public boolean has(OutPoint outpoint) {
    return reading(() -> chainstates.active().coins.has(outpoint));
  }

  @Override
  public boolean isCached(OutPoint outpoint) {
    return chainstates.active().coins.isCached(outpoint);
  }

  @Override
  public void uncache(OutPoint outpoint) {
    chainstates.active().coins.uncache(outpoint);
  }

  @Override
  public BlockHash bestBlock() {
    return chainstates.active().coins.bestBlock();
  }
}
