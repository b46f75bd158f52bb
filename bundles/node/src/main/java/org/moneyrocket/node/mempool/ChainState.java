// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.OutPoint;

/** What the mempool needs to know of the chain. All but {@link #lock} is called with the lock. */
public interface ChainState {
  /** Guards the chain. Taken before the mempool's lock. */
  ReentrantLock lock();

  /** Returns the end of the active chain; there is one. */
  HeaderView tip();

  /** Returns the flags with which scripts in the tip are run. */
  ScriptFlags tipFlags();

  /** Returns an unspent output of the active chain, null if there is none. */
  @Nullable Coin coin(OutPoint outpoint);

  /** Tells whether an unspent output is known without asking the disk. */
  boolean isCached(OutPoint outpoint);

  /** Forgets an output that was only read. */
  void uncache(OutPoint outpoint);
}
