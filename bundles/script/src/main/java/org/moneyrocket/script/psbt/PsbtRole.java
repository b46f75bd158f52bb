// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.Locale;

/** Who has to do something next, from first to last. */
public enum PsbtRole {
  CREATOR,
  UPDATER,
  SIGNER,
  FINALIZER,
  EXTRACTOR;

  /** Returns the name in RPC. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
