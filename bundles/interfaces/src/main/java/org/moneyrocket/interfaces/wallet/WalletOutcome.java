// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;
import java.util.Optional;

/**
 * Result of creating, loading, restoring or unloading a wallet.
 *
 * @param name name of the wallet, empty on failure
 * @param error sentence for the user, empty on success
 * @param code what kind of failure
 * @param warnings sentences for the user
 */
public record WalletOutcome(Optional<String> name, String error, Code code, List<String> warnings) {
  /** Kinds of failure. */
  public enum Code {
    NONE,
    NOT_FOUND,
    ALREADY_LOADED,
    ALREADY_EXISTS,
    INVALID_NAME,
    BAD_FORMAT,
    IN_USE,
    PASSPHRASE,
    VERIFICATION,
    IO
  }

  public boolean ok() {
    return code == Code.NONE;
  }
}
