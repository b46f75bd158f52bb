// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.IOException;
import java.util.Locale;
import org.moneyrocket.settings.IoText;

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
    /** Another program wrote it, in a form of its own. */
    FOREIGN,
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

  /**
   * Tells in one line what the file system refused.
   *
   * @param what was tried, with the file's name
   */
  public static StorageException of(String what, IOException e) {
    String reason = IoText.reason(e);
    boolean full = reason.toLowerCase(Locale.ROOT).contains("no space");
    return new StorageException(full ? Kind.NO_SPACE : Kind.FAILED, what + ": " + reason, e);
  }

  public Kind kind() {
    return kind;
  }
}
