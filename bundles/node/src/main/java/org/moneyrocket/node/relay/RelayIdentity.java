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
 * @param timeOffset seconds that the clocks of peers are ahead, 0 while too few are known
 */
public record RelayIdentity(
    int protocolVersion,
    String userAgent,
    long services,
    boolean relaysTransactions,
    long timeOffset,
    List<Network> networks,
    List<LocalAddress> localAddresses) {
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
