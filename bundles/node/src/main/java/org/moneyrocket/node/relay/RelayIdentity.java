// SPDX-License-Identifier: MIT
package org.moneyrocket.node.relay;

import java.util.List;

/**
 * What the node tells its peers, and {@code getnetworkinfo}, of itself.
 *
 * @param protocolVersion as in its version message
 * @param userAgent BIP14 user agent with comments
 * @param services bits of its version message
 * @param relaysTransactions whether it asks peers for transactions
 * @param transactionsPerSecond announced to peers that come to us, on average
 * @param timeOffset seconds that the clocks of peers are ahead, 0 while too few are known
 */
public record RelayIdentity(
    int protocolVersion,
    String userAgent,
    long services,
    boolean relaysTransactions,
    long timeOffset,
    List<Network> networks,
    List<LocalAddress> localAddresses,
    int transactionsPerSecond,
    Backlog inbound,
    Backlog outbound) {
  /**
   * Transactions that wait to be announced to one kind of peers.
   *
   * @param transactions how many wait
   * @param countTokens so many may be announced at once
   * @param byteTokens bytes of transactions that may be announced at once
   */
  public record Backlog(int transactions, double countTokens, double byteTokens) {}

  /** One network the node may reach. */
  public record Network(
      String name,
      boolean limited,
      boolean reachable,
      String proxy,
      boolean proxyRandomizeCredentials) {}

  /** An address under which the node believes to be reachable. */
  public record LocalAddress(String address, int port, int score) {}
}
