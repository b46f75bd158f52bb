// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

/** A transaction cannot be made; the message is a sentence for the user. */
public final class BuildException extends Exception {
  private static final long serialVersionUID = 1L;

  public BuildException(String message) {
    super(message);
  }
}
