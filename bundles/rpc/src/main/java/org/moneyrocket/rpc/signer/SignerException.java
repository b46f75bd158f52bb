// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.signer;

/** The signer's command failed or gave a wrong answer; the message is for the user. */
public final class SignerException extends Exception {
  private static final long serialVersionUID = 1L;

  public SignerException(String message) {
    super(message);
  }
}
