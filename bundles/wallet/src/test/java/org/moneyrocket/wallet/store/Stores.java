// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

/** Empty wallets for tests of what lies in their files. */
public final class Stores {
  private Stores() {}

  /** Makes an empty wallet under its name and opens it. */
  public static WalletStore create(WalletFiles files, String name) throws Exception {
    try (NewWallet place = files.prepare(name)) {
      files.create(place).close();
      place.name();
      place.keep();
    }
    return files.openExisting(name);
  }
}
