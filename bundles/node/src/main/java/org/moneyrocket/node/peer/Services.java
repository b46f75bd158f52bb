// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

/** Service bits of the version message. */
public final class Services {
  public static final long NETWORK = 1;
  public static final long BLOOM = 1 << 2;
  public static final long WITNESS = 1 << 3;
  public static final long COMPACT_FILTERS = 1 << 6;
  public static final long NETWORK_LIMITED = 1 << 10;
  public static final long P2P_V2 = 1 << 11;

  private Services() {}

  static boolean has(long services, long bits) {
    return (services & bits) == bits;
  }

  /** Returns the bits of {@code services} that hold now: old blocks may be yet to come. */
  static long offered(long services, PeerChain chain) {
    return chain.historicalRange().isPresent() ? services & ~NETWORK : services;
  }

  /** Tells whether a peer with these bits can give blocks, all of them or the newest. */
  static boolean servesBlocks(long services) {
    return (services & (NETWORK | NETWORK_LIMITED)) != 0;
  }
}
