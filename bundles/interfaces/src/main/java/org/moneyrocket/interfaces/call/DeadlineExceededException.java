// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.call;

import org.jspecify.annotations.Nullable;

/** A call did not end in the time it was given. */
public final class DeadlineExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeadlineExceededException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
