// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.DiskSpace;

/** Something that is not the fault of a block, after its owner was told. Ends the operation. */
final class FatalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private FatalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Tells the owner that nothing can go on, for no other reason, and returns what to throw. */
  static FatalException tell(KernelNotifications notifications, String message) {
    return tell(notifications, message, (Throwable) null);
  }

  /** Tells the owner that nothing can go on, and returns what to throw. */
  static FatalException tell(
      KernelNotifications notifications, String message, @Nullable Throwable cause) {
    notifications.fatalError(message);
    return new FatalException(message, cause);
  }

  /**
   * Tells the owner that the disk let us down, and returns what to throw.
   *
   * @param what could not be done, without a full stop
   */
  static FatalException tell(
      KernelNotifications notifications, String what, StorageException cause) {
    String message = String.valueOf(cause.getMessage());
    return tell(
        notifications,
        cause.kind() == StorageException.Kind.NO_SPACE && message.startsWith(DiskSpace.TOO_LOW)
            ? message
            : what + ": " + message,
        (Throwable) cause);
  }

  /** Returns it as callers of the kernel know it. */
  StorageException asStorage() {
    return getCause() instanceof StorageException storage
        ? storage
        : new StorageException(StorageException.Kind.FAILED, String.valueOf(getMessage()), this);
  }
}
