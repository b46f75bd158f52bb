// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

/** A wallet could not be opened, created or loaded; the message is a sentence for the user. */
public final class WalletOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it was. */
  public enum Kind {
    BAD_PATH,
    BAD_FORMAT,
    LEGACY,
    NOT_FOUND,
    ALREADY_LOADED,
    ALREADY_EXISTS,
    IN_USE,
    VERIFY,
    CREATE,
    LOAD,
    ENCRYPT,
    SIGNER,
    UNNAMED,
    INVALID_BACKUP
  }

  private final Kind kind;

  public WalletOpenException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
