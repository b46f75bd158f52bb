// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

/**
 * A wallet that was to be loaded at the start and could not be.
 *
 * @param name name of the wallet, empty for the unnamed one
 * @param file what could not be loaded, in the file system of the wallet process
 * @param reason sentence for the user
 * @param code what kind of failure
 */
public record WalletFailure(String name, String file, String reason, WalletOutcome.Code code) {}
