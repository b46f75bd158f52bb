// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.KernelNotifications;

/** Something that is not the fault of a block, after its owner was told. Ends the operation. */
final class FatalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private FatalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Tells the owner that nothing can go on, and returns what to throw. */
  static FatalException tell(
      KernelNotifications notifications, String message, @Nullable Throwable cause) {
    notifications.fatalError(message);
    return new FatalException(message, cause);
  }
}
