// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import org.moneyrocket.interfaces.OneWay;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears which wallets come and go. */
@OneWay
@ConsumerType
public interface WalletLoaderListener {
  void walletLoaded(String name);

  void walletUnloaded(String name);

  void lagged(long sequence);
}
