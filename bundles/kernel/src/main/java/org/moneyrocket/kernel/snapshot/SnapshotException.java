// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.snapshot;

/** A snapshot cannot be used. The message is one line that says why, Bitcoin Core's words. */
public final class SnapshotException extends Exception {
  private static final long serialVersionUID = 1L;

  public SnapshotException(String message) {
    super(message);
  }
}
