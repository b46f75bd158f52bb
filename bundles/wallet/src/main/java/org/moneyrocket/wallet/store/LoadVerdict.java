// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

/** How well the records of a wallet could be read; the worse ones come later. */
public enum LoadVerdict {
  OK,
  NEED_RESCAN,
  NONCRITICAL,
  TOO_NEW,
  UNKNOWN_DESCRIPTOR,
  FAILED,
  UNEXPECTED_LEGACY,
  LEGACY,
  CORRUPT;

  /** Returns the worse of the two. */
  public LoadVerdict worse(LoadVerdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Tells whether the wallet can be used in spite of it. */
  public boolean usable() {
    return compareTo(NONCRITICAL) <= 0;
  }
}
