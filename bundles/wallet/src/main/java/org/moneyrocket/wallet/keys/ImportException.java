// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

/** A descriptor cannot be added; the message says why. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1;

  ImportException(String message) {
    super(message);
  }
}
