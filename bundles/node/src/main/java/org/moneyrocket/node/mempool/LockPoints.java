// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.check.SequenceLocks;

/**
 * When relative locks (BIP68) let a transaction into a block.
 *
 * @param locks last height and median time at which it is still locked
 * @param basis highest block that holds one of the inputs, the tip if none does; the locks hold
 *     while it is in the active chain
 */
record LockPoints(SequenceLocks locks, @Nullable HeaderView basis) {
  /** No locks, and nothing they rest on. */
  static final LockPoints NONE = new LockPoints(SequenceLocks.NONE, null);

  /** Tells whether the block these locks rest on is in the chain that ends with {@code tip}. */
  boolean holdFor(HeaderView tip) {
    if (basis == null) {
      return false;
    }
    HeaderView same = tip.ancestor(basis.height());
    return same != null && same.hash().equals(basis.hash());
  }
}
