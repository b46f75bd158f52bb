// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

/** Result of a call that takes a passphrase. */
public enum UnlockOutcome {
  OK,
  WRONG_PASSPHRASE,
  NOT_ENCRYPTED,
  ALREADY_ENCRYPTED,
  EMPTY_PASSPHRASE,
  FAILED
}
