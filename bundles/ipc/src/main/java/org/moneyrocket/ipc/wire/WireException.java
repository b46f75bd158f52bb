// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import java.io.IOException;

/** The peer sent something that is no frame, or out of order. The lane cannot be used further. */
public final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }
}
