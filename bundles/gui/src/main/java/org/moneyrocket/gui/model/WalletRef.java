// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import org.moneyrocket.interfaces.wallet.WalletLoader;

/** One loaded wallet: its name and who loaded it. */
public record WalletRef(WalletLoader loader, String name) {
  /** Returns what to show: the name, or words for the unnamed wallet. */
  public String title() {
    return name.isEmpty() ? "Default wallet" : name;
  }
}
