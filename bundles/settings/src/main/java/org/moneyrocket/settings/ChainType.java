// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.Optional;

/**
 * The chains a program can run on: their names in options and files, directories and default ports.
 */
public enum ChainType {
  MAIN("main", "", 8333, 8332),
  TEST("test", "testnet3", 18333, 18332),
  TESTNET4("testnet4", "testnet4", 48333, 48332),
  SIGNET("signet", "signet", 38333, 38332),
  REGTEST("regtest", "regtest", 18444, 18443);

  private final String id;
  private final String directory;
  private final int p2pPort;
  private final int rpcPort;

  ChainType(String id, String directory, int p2pPort, int rpcPort) {
    this.id = id;
    this.directory = directory;
    this.p2pPort = p2pPort;
    this.rpcPort = rpcPort;
  }

  /** Returns the name used by {@code -chain}, in section headings and in RPC answers. */
  public String id() {
    return id;
  }

  /** Returns the directory below the data directory; empty for the main chain. */
  public String directory() {
    return directory;
  }

  /** Returns the default port of the peer-to-peer protocol. */
  public int p2pPort() {
    return p2pPort;
  }

  /** Returns the default port of the RPC server. */
  public int rpcPort() {
    return rpcPort;
  }

  /** Returns the default port for incoming Tor connections. */
  public int onionPort() {
    return p2pPort + 1;
  }

  /** Tells whether coins of this chain are meant to be worthless. */
  public boolean isTest() {
    return this != MAIN;
  }

  /** Finds a chain by {@link #id()}. */
  public static Optional<ChainType> byId(String id) {
    for (ChainType chain : values()) {
      if (chain.id.equals(id)) {
        return Optional.of(chain);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return id;
  }
}
