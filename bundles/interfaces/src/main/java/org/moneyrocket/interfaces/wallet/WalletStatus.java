// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockRef;

/**
 * A wallet at one moment.
 *
 * @param revision rises with every change of transactions, addresses or lock state
 * @param encrypted whether keys are encrypted
 * @param locked whether the passphrase is needed to spend
 * @param unlockedUntil milliseconds since 1970, 0 when locked or not encrypted
 * @param scanProgress 0 to 1 while scanning, empty otherwise
 * @param lastBlock last block applied
 */
public record WalletStatus(
    String name,
    long revision,
    boolean encrypted,
    boolean locked,
    long unlockedUntil,
    boolean privateKeys,
    boolean canMakeAddresses,
    int transactions,
    Balances balances,
    Optional<Double> scanProgress,
    Optional<BlockRef> lastBlock) {}
