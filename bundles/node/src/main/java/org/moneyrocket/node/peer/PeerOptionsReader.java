// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;

/** Makes {@link PeerOptions} of what the user set. */
public final class PeerOptionsReader {
  private static final int MAX_USER_AGENT = 256;
  private static final int MAX_PORT = 65_535;
  private static final long MAX_SEND_RATE = 1000;
  private static final String ONION = "=onion";

  private PeerOptionsReader() {}

  /**
   * Reads the options.
   *
   * @param home directory of the installation
   * @param pruning whether old blocks are removed, so that they are not offered
   * @throws StartException with the sentence for the user if an option makes no sense
   */
  public static PeerOptions read(
      Settings settings, ChainParameters chain, Path home, boolean pruning) {
    int port = port(settings);
    List<String> connect = new ArrayList<>(settings.get(ConnectionOptions.CONNECT));
    boolean connectOnly = settings.isSet(ConnectionOptions.CONNECT);
    // -noconnect and -connect=0 make no connections, but do not stop others from coming in.
    connect.removeIf(target -> target.equals("0"));
    long maxConnections = settings.get(ConnectionOptions.MAXCONNECTIONS);
    boolean binds =
        !settings.get(ConnectionOptions.BIND).isEmpty()
            || !settings.get(ConnectionOptions.WHITEBIND).isEmpty();
    boolean listen =
        settings.isSet(ConnectionOptions.LISTEN)
            ? settings.get(ConnectionOptions.LISTEN)
            : binds || (!connectOnly && maxConnections > 0);
    PermissionRules permissions;
    try {
      permissions =
          new PermissionRules(
              settings.get(ConnectionOptions.WHITELIST),
              settings.get(RelayOptions.WHITELISTRELAY),
              settings.get(RelayOptions.WHITELISTFORCERELAY));
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    long services = Services.WITNESS | Services.NETWORK_LIMITED;
    if (!pruning) {
      services |= Services.NETWORK;
    }
    return new PeerOptions(
        chain.magic(),
        settings.chain().p2pPort(),
        listen ? listening(settings, permissions, port) : List.of(),
        services,
        userAgent(settings.get(ConnectionOptions.UACOMMENT)),
        connect,
        !connectOnly && maxConnections > 0,
        settings.get(ConnectionOptions.ADDNODE).stream().filter(s -> !s.isEmpty()).toList(),
        Math.clamp(maxConnections, 0, Integer.MAX_VALUE),
        (int) Math.clamp(settings.get(ConnectionOptions.INBOUNDRELAYPERCENT), 0, 100L),
        bufferBytes(settings.get(ConnectionOptions.MAXRECEIVEBUFFER)),
        bufferBytes(settings.get(ConnectionOptions.MAXSENDBUFFER)),
        settings.get(ConnectionOptions.PEERTIMEOUT),
        Math.clamp(settings.get(ConnectionOptions.TIMEOUT), 1, Integer.MAX_VALUE),
        settings.get(ConnectionOptions.BLOCKSONLY),
        settings.get(ConnectionOptions.NETWORKACTIVE),
        settings.get(ConnectionOptions.DNS),
        permissions,
        settings.get(ConnectionOptions.CJDNSREACHABLE)
            ? Set.of(Net.IPV4, Net.IPV6, Net.CJDNS)
            : Set.of(Net.IPV4, Net.IPV6),
        new PeerOptions.Seeding(
            chain.dnsSeeds(),
            settings.get(ConnectionOptions.DNSSEED),
            settings.get(ConnectionOptions.FORCEDNSSEED),
            settings.get(ConnectionOptions.SEEDNODE).stream().filter(s -> !s.isEmpty()).toList(),
            FixedSeeds.read(home, settings.chain().id(), settings.chain().p2pPort()),
            settings.get(ConnectionOptions.FIXEDSEEDS)),
        settings.dataDirectory().chain().resolve("banlist.json"),
        settings.get(ConnectionOptions.BANTIME),
        (int) Math.clamp(settings.get(RelayOptions.TXSENDRATE), 1L, MAX_SEND_RATE));
  }

  private static long bufferBytes(long thousands) {
    return Math.clamp(thousands, 0, Integer.MAX_VALUE) * 1000L;
  }

  private static int port(Settings settings) {
    long port = settings.get(ConnectionOptions.PORT);
    return port == 0 ? settings.chain().p2pPort() : (int) port;
  }

  private static List<PeerOptions.Listening> listening(
      Settings settings, PermissionRules permissions, int port) {
    List<PeerOptions.Listening> all = new ArrayList<>();
    List<PeerOptions.Listening> forTor = new ArrayList<>();
    List<String> binds = settings.get(ConnectionOptions.BIND);
    for (String bind : binds) {
      boolean onion = bind.endsWith(ONION);
      String text = onion ? bind.substring(0, bind.length() - ONION.length()) : bind;
      NetAddress address =
          NetAddress.parse(text, onion ? onionPort(port) : port, NameLookup.NONE)
              .orElseThrow(
                  () -> new StartException("Cannot resolve -bind address: '" + bind + "'"));
      (onion ? forTor : all).add(new PeerOptions.Listening(address, Set.of(), onion));
    }
    if (binds.isEmpty()) {
      // Where the user's own Tor leads its visitors, unless another place was named.
      forTor.add(listening("127.0.0.1", onionPort(port), true));
    }
    List<String> whitebinds = settings.get(ConnectionOptions.WHITEBIND);
    for (String bind : whitebinds) {
      all.add(whitebind(bind, permissions));
    }
    all.addAll(forTor);
    refuseDuplicates(all);
    if (binds.isEmpty() && whitebinds.isEmpty()) {
      all.add(listening("::", port, false));
      all.add(listening("0.0.0.0", port, false));
    }
    return all;
  }

  private static PeerOptions.Listening listening(String literal, int port, boolean onion) {
    return new PeerOptions.Listening(
        new NetAddress(InetAddress.ofLiteral(literal), port), Set.of(), onion);
  }

  private static int onionPort(int port) {
    return port == MAX_PORT ? port : port + 1;
  }

  private static PeerOptions.Listening whitebind(String bind, PermissionRules permissions) {
    String text = bind.substring(bind.indexOf('@') + 1);
    NetAddress address =
        NetAddress.parse(text, 0, NameLookup.NONE)
            .orElseThrow(
                () -> new StartException("Cannot resolve -whitebind address: '" + text + "'"));
    if (address.port() == 0) {
      throw new StartException("Need to specify a port with -whitebind: '" + text + "'");
    }
    try {
      return new PeerOptions.Listening(address, permissions.ofBind(bind), false);
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private static void refuseDuplicates(List<PeerOptions.Listening> all) {
    Set<NetAddress> seen = new HashSet<>();
    for (PeerOptions.Listening one : all) {
      if (!seen.add(one.address())) {
        throw new StartException(
            "Duplicate binding configuration for address "
                + one.address()
                + ". Please check your -bind, -bind=...=onion and -whitebind settings.");
      }
    }
  }

  /** Builds the user agent (BIP14). */
  static String userAgent(List<String> comments) {
    for (String comment : comments) {
      if (!comment.equals(Handshake.clean(comment)) || comment.matches(".*[/:()].*")) {
        throw new StartException(
            "User Agent comment (" + comment + ") contains unsafe characters.");
      }
    }
    String agent = Product.userAgent(String.join("; ", comments));
    if (agent.length() > MAX_USER_AGENT) {
      throw new StartException(
          "Total length of network version string ("
              + agent.length()
              + ") exceeds maximum length ("
              + MAX_USER_AGENT
              + "). Reduce the number or size of uacomments.");
    }
    return agent;
  }
}
