// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

/** The native curve library could not be loaded; the message says why and what to do. */
public final class CurveUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CurveUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
