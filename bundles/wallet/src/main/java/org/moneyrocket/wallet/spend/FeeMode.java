// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.Locale;
import java.util.Optional;

/** How careful a fee estimate is. */
public enum FeeMode {
  UNSET,
  ECONOMICAL,
  CONSERVATIVE;

  /** Finds a mode by its name in RPC, either case. */
  public static Optional<FeeMode> byText(String text) {
    for (FeeMode mode : values()) {
      if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
