// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.interfaces.OneWay;
import org.moneyrocket.primitives.Txid;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of changes in one wallet. */
@OneWay
@ConsumerType
public interface WalletListener {
  /** Anything in the status changed: balance, lock, progress, last block. */
  void statusChanged(WalletStatus status);

  /** A transaction was added or changed; read it or the page in view again. */
  void transactionChanged(Txid txid, long revision);

  /** Addresses or labels changed. */
  void addressesChanged(long revision);

  /** The wallet is unloaded; its calls fail from now on. */
  void unloaded();

  void lagged(long sequence);
}
