// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.security.SecureRandom;
import java.util.concurrent.ScheduledExecutorService;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.keys.KeyStretch;
import org.moneyrocket.wallet.store.WalletFiles;

/**
 * What all wallets of a process share.
 *
 * @param timer one thread for relocking, rebroadcasting and status events
 */
public record WalletEnvironment(
    Settings settings,
    Chain chain,
    ChainParameters parameters,
    WalletFiles files,
    ScheduledExecutorService timer,
    SecureRandom random,
    KeyStretch stretch) {
  public ChainFormat format() {
    return new ChainFormat(parameters.keys());
  }
}
