// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

/** Bytes or text are no PSBT; the message is the one Bitcoin Core gives. */
public final class PsbtException extends Exception {
  private static final long serialVersionUID = 1L;

  PsbtException(String message) {
    super(message);
  }

  /** Makes an error with the ending that errors of streams have in Bitcoin Core. */
  static PsbtException inStream(String message) {
    return new PsbtException(message + ": iostream error");
  }
}
