// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

/** Why a PSBT could not be worked on; the messages are shared with Bitcoin Core. */
public enum PsbtError {
  MISSING_INPUTS("Inputs missing or spent"),
  SIGHASH_MISMATCH("Specified sighash value does not match value stored in PSBT"),
  EXTERNAL_SIGNER_NOT_FOUND("External signer not found"),
  EXTERNAL_SIGNER_FAILED("External signer failed to sign"),
  UNSUPPORTED("Signer does not support PSBT"),
  INCOMPLETE("Input needs additional signatures or other data"),
  INVALID_TX("The transaction cannot be valid");

  private final String message;

  PsbtError(String message) {
    this.message = message;
  }

  public String message() {
    return message;
  }
}
