// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;
import org.moneyrocket.interfaces.Secret;

/**
 * How to create a wallet.
 *
 * @param privateKeys false makes a watch-only wallet
 * @param blank true makes one without keys
 * @param passphrase encrypts it from the start
 * @param avoidReuse keeps coins of used addresses apart
 * @param loadOnStartup true or false is written to the settings; empty leaves them
 */
public record CreateWallet(
    String name,
    boolean privateKeys,
    boolean blank,
    Optional<Secret> passphrase,
    boolean avoidReuse,
    Optional<Boolean> loadOnStartup) {}
