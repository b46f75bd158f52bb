// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

/** The groups of the help text, in the order in which they are printed. */
public enum OptionCategory {
  GENERAL("Options:"),
  CONNECTION("Connection options:"),
  WALLET("Wallet options:"),
  WALLET_DEBUG("Wallet debugging/testing options:"),
  DEBUG("Debugging/Testing options:"),
  CHAIN("Chain selection options:"),
  RELAY("Node relay options:"),
  MINING("Block creation options:"),
  GUI("UI Options:"),
  RPC("RPC server options:"),
  IPC("IPC interprocess connection options:"),
  WALLET_COMMANDS("Command options:"),
  CLI_COMMANDS("CLI Commands:");

  private final String heading;

  OptionCategory(String heading) {
    this.heading = heading;
  }

  /** Returns the line above the group. */
  public String heading() {
    return heading;
  }
}
