// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

/** A value is larger than what may be sent. */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LimitException(String message) {
    super(message);
  }
}
