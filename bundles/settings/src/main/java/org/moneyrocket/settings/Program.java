// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

/**
 * The kinds of program that read options. One process may do the work of several; then it is the
 * first that applies.
 */
public enum Program {
  /** Node without window, with or without a wallet in the same process. */
  NODE("daemon", "bitcoind", "moneyrocketd"),
  /** Desktop program. */
  GUI("GUI", "bitcoin-qt", "moneyrocket-qt"),
  /** Wallet process, and the offline wallet tool. */
  WALLET("wallet", "bitcoin-wallet", "moneyrocket-wallet"),
  /** Command-line RPC client. */
  CLI("RPC client", "bitcoin-cli", "moneyrocket-cli");

  private final String title;
  private final String compatibleName;
  private final String name;

  Program(String title, String compatibleName, String name) {
    this.title = title;
    this.compatibleName = compatibleName;
    this.name = name;
  }

  /** Returns the words that follow the product name in the first line of {@code -version}. */
  public String title() {
    return title;
  }

  /** Returns the name the user types, in the given naming. */
  public String commandName(Naming naming) {
    return naming == Naming.BITCOIN ? compatibleName : name;
  }
}
