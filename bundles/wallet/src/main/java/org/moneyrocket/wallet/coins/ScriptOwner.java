// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import org.moneyrocket.primitives.Bytes;

/** Knows which scripts are the wallet's. */
public interface ScriptOwner {
  boolean isMine(Bytes script);

  /** Hears that a script of the wallet was paid to, so that it and those before it are in use. */
  void paid(Bytes script);
}
