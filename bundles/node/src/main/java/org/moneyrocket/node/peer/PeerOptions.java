// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.primitives.Bytes;

/**
 * How the node meets its peers.
 *
 * @param magic four bytes that open every frame
 * @param defaultPort port of an address without one
 * @param bind addresses to listen on
 * @param services bits of our version message
 * @param userAgent BIP14 user agent with comments
 * @param connect peers of {@code -connect}: only these
 * @param automatic whether others are connected to as well
 * @param addNodes peers of {@code -addnode}
 * @param maxConnections automatic connections in both directions
 * @param inboundRelayPercent share of incoming connections that may relay transactions
 * @param receiveLimit bytes queued per peer ({@code -maxreceivebuffer})
 * @param sendLimit bytes queued per peer ({@code -maxsendbuffer})
 * @param peerTimeoutSeconds time for the handshake, and without any traffic
 * @param connectTimeoutMillis time for a TCP connection
 * @param blocksOnly no transactions from the network
 * @param networkActive whether traffic is on at the start
 * @param lookUpNames whether names are resolved ({@code -dns})
 * @param nets networks that can be connected to
 * @param seeding where addresses come from when too few are known
 * @param banFile where bans are kept
 * @param defaultBanSeconds length of a ban that names none
 * @param transactionsPerSecond announced to peers that come to us, on average ({@code -txsendrate})
 */
public record PeerOptions(
    Bytes magic,
    int defaultPort,
    List<Listening> bind,
    long services,
    String userAgent,
    List<String> connect,
    boolean automatic,
    List<String> addNodes,
    int maxConnections,
    int inboundRelayPercent,
    long receiveLimit,
    long sendLimit,
    long peerTimeoutSeconds,
    int connectTimeoutMillis,
    boolean blocksOnly,
    boolean networkActive,
    boolean lookUpNames,
    PermissionRules permissions,
    Set<Net> nets,
    Seeding seeding,
    Path banFile,
    long defaultBanSeconds,
    int transactionsPerSecond) {
  /**
   * An address to listen on.
   *
   * @param permissions of everybody who comes there ({@code -whitebind})
   * @param onion whether a Tor service forwards to it, so that everybody comes from this machine
   */
  public record Listening(NetAddress address, Set<Permission> permissions, boolean onion) {
    public Listening {
      permissions = Set.copyOf(permissions);
    }
  }

  /**
   * Sources of addresses.
   *
   * @param dnsSeeds names of the chain's DNS seeds
   * @param useDns whether they are asked ({@code -dnsseed})
   * @param forceDns whether they are asked whatever is known ({@code -forcednsseed})
   * @param nodes nodes to ask for addresses ({@code -seednode})
   * @param fixed addresses that came with the program
   * @param useFixed whether those are used ({@code -fixedseeds})
   */
  public record Seeding(
      List<String> dnsSeeds,
      boolean useDns,
      boolean forceDns,
      List<String> nodes,
      List<NetAddress> fixed,
      boolean useFixed) {
    public Seeding {
      dnsSeeds = List.copyOf(dnsSeeds);
      nodes = List.copyOf(nodes);
      fixed = List.copyOf(fixed);
    }
  }
}
