// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

/** A contract uses a type that cannot cross. The message names type and place. */
public final class UnsupportedTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedTypeException(String message) {
    super(message);
  }
}
