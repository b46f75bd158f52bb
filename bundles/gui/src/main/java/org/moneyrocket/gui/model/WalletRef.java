// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import org.moneyrocket.interfaces.wallet.WalletLoader;

/**
 * One loaded wallet.
 *
 * @param peer name of the process it is in, empty for our own
 */
public record WalletRef(WalletLoader loader, String peer, String name) {
  /** Returns what to show: the name, or words for the unnamed wallet. */
  public String title() {
    return name.isEmpty() ? "Default wallet" : name;
  }
}
