// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

/** How node, wallet and window are spread over processes. */
public enum Wiring {
  /** Node and wallet in one process. */
  ONE("moneyrocketd"),
  /** A node process that starts a wallet process. */
  NODE_WALLET("moneyrocket-node"),
  /** A window that starts a node process, which starts a wallet process. Needs a display. */
  GUI_NODE_WALLET("moneyrocket-gui");

  private final String program;

  Wiring(String program) {
    this.program = program;
  }

  /** Returns the program that is started by hand. */
  public String program() {
    return program;
  }
}
