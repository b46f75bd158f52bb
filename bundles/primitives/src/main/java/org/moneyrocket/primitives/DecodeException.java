// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/** Bytes or text from outside that make no sense. The message says what and where, in one line. */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  public DecodeException(String message) {
    super(message);
  }

  public DecodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
