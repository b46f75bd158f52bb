// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/**
 * The disk or the data on it let the kernel down: no space, no permission, damage. The message is
 * one line that names the file or directory. Nothing can go on; the node reports it and stops with
 * exit status 1.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** Bytes on disk are not what was written. */
    DAMAGED,
    /** The file system is full or nearly so. */
    NO_SPACE,
    /** Reading or writing failed, or is not allowed. */
    FAILED
  }

  private final Kind kind;

  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public StorageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
