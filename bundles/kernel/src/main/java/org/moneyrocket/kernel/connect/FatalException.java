// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;

/** Something that is not the fault of a block, after {@link Halt} told its owner. */
final class FatalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FatalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns it as callers of the kernel know it. */
  StorageException asStorage() {
    return getCause() instanceof StorageException storage
        ? storage
        : new StorageException(StorageException.Kind.FAILED, String.valueOf(getMessage()), this);
  }
}
