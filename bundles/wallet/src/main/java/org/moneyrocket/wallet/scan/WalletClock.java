// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import org.moneyrocket.interfaces.chain.Chain;

/**
 * The node's clock as it was asked last. It is asked where a call or an event begins, without a
 * lock, and read with the wallet's lock held, under which nobody asks the node. Safe for threads.
 */
public final class WalletClock {
  private final Chain chain;
  private volatile long seconds;

  public WalletClock(Chain chain) {
    this.chain = chain;
  }

  /** Asks the node, and returns what it says. Never called with the wallet's lock held. */
  public long refresh() {
    long now = chain.now();
    seconds = now;
    return now;
  }

  /** Returns seconds since 1970 as the node said last. Does not block. */
  public long seconds() {
    return seconds;
  }
}
