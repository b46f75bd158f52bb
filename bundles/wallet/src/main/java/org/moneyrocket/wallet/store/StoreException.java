// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

/** The wallet file could not be read or written: disk full, file gone, database damaged. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
