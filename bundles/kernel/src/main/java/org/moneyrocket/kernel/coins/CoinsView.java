// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.OutPoint;

/** The unspent outputs as of some block. Not safe for several threads. */
public interface CoinsView {
  /** Returns an unspent output, or null if there is none. */
  @Nullable Coin get(OutPoint outpoint);

  /** Tells whether an output is unspent. */
  boolean has(OutPoint outpoint);

  /** Tells whether an output is known to be unspent without asking the disk. */
  boolean isCached(OutPoint outpoint);

  /** Forgets an output that was only read, so that it takes no memory. */
  void uncache(OutPoint outpoint);

  /** Returns the block up to which these coins are complete; zero for an empty set. */
  BlockHash bestBlock();
}
