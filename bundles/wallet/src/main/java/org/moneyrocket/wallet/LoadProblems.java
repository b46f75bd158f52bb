// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.Optional;
import org.moneyrocket.wallet.store.LoadVerdict;
import org.moneyrocket.wallet.store.WalletFiles;

/** Sentences for the user about how well a wallet file could be read. */
public final class LoadProblems {
  private LoadProblems() {}

  /** Returns why a wallet cannot be used; empty if it can. */
  public static Optional<String> failure(LoadVerdict verdict, String file) {
    return switch (verdict) {
      case OK, NEED_RESCAN, NONCRITICAL -> Optional.empty();
      case TOO_NEW ->
          Optional.of("Error loading " + file + ": Wallet requires newer version of Bitcoin Core");
      case UNKNOWN_DESCRIPTOR ->
          Optional.of(
              "Unrecognized descriptor found. Loading wallet "
                  + file
                  + "\n\nThe wallet might have been created on a newer version.\n"
                  + "Please try running the latest software version.\n");
      case UNEXPECTED_LEGACY ->
          Optional.of(
              "Unexpected legacy entry in descriptor wallet found. Loading wallet "
                  + file
                  + "\n\nThe wallet might have been tampered with or created with malicious"
                  + " intent.\n");
      case LEGACY ->
          Optional.of(
              "Error loading "
                  + file
                  + ": Wallet is a legacy wallet. Please migrate to a descriptor wallet using the"
                  + " migration tool (migratewallet RPC) of "
                  + WalletFiles.MIGRATES
                  + "; this program cannot migrate wallets yet.");
      case CORRUPT -> Optional.of("Error loading " + file + ": Wallet corrupted");
      case FAILED -> Optional.of("Error loading " + file);
    };
  }

  /** Returns what the user should know of a wallet that can be used. */
  public static Optional<String> warning(LoadVerdict verdict, String file) {
    return switch (verdict) {
      case NEED_RESCAN ->
          Optional.of(
              "Error reading "
                  + file
                  + "! Transaction data may be missing or incorrect. Rescanning wallet.");
      case NONCRITICAL ->
          Optional.of(
              "Error reading "
                  + file
                  + "! All keys read correctly, but transaction data or address metadata may be"
                  + " missing or incorrect.");
      case OK, TOO_NEW, UNKNOWN_DESCRIPTOR, UNEXPECTED_LEGACY, LEGACY, CORRUPT, FAILED ->
          Optional.empty();
    };
  }
}
