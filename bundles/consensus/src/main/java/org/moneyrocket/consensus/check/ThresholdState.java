// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.Locale;

/** How far a soft fork that miners signal for has come (BIP9). */
public enum ThresholdState {
  DEFINED,
  STARTED,
  LOCKED_IN,
  ACTIVE,
  FAILED;

  /** Returns the name as RPC shows it, for example {@code locked_in}. */
  public String rpcName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
