// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.util.Optional;

/** The chains this program knows. */
public enum Chain {
  MAIN("main", ""),
  TEST("test", "testnet3"),
  TESTNET4("testnet4", "testnet4"),
  SIGNET("signet", "signet"),
  REGTEST("regtest", "regtest");

  private final String rpcName;
  private final String subdirectory;

  Chain(String rpcName, String subdirectory) {
    this.rpcName = rpcName;
    this.subdirectory = subdirectory;
  }

  /** Returns the name as {@code -chain} takes it and RPC shows it. */
  public String rpcName() {
    return rpcName;
  }

  /** Returns the folder below the data directory; empty for main. */
  public String subdirectory() {
    return subdirectory;
  }

  /** Tells whether coins of this chain are worth nothing. */
  public boolean isTestChain() {
    return this != MAIN;
  }

  public static Optional<Chain> byRpcName(String name) {
    for (Chain chain : values()) {
      if (chain.rpcName.equals(name)) {
        return Optional.of(chain);
      }
    }
    return Optional.empty();
  }
}
