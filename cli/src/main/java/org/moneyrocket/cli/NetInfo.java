// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.settings.ChainType;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.json.JsonValue;

/** {@code -netinfo}: the peers of the node, for people. */
final class NetInfo {
  private static final int MAX_LEVEL = 4;
  private static final List<String> NETWORKS =
      List.of("not_publicly_routable", "ipv4", "ipv6", "onion", "i2p", "cjdns", "internal");
  private static final List<String> SHORT_NAMES =
      List.of("npr", "ipv4", "ipv6", "onion", "i2p", "cjdns", "int");

  private final Settings settings;
  private final RpcClient client;
  private int level;
  private boolean outboundOnly;

  /** Peers by direction (in, out, both), then by network; the last column counts all. */
  private final int[][] counts = new int[3][NETWORKS.size() + 1];

  private int blockRelay;
  private int manual;

  NetInfo(Settings settings, RpcClient client) {
    this.settings = settings;
    this.client = client;
  }

  Output run(List<String> words) throws CliException {
    if (!words.isEmpty() && (words.get(0).equals("h") || words.get(0).equals("help"))) {
      return new Output(0, help());
    }
    readArguments(words);
    List<JsonValue> answers =
        Replies.ordered(
            client.call(Replies.batch("getpeerinfo", "getnetworkinfo"), Optional.empty()), 2);
    for (JsonValue answer : answers) {
      JsonValue error = Replies.member(answer, "error");
      if (!error.isNull()) {
        return Output.serverError(error, settings);
      }
    }
    JsonValue network = Replies.member(answers.get(1), "result");
    List<JsonValue> peers = count(Replies.items(Replies.member(answers.get(0), "result")));
    StringBuilder text = new StringBuilder(header(network));
    if (level > 0 && !peers.isEmpty()) {
      new PeerTable(level, System.currentTimeMillis() / 1000).append(text, peers);
    }
    appendCounts(text, network);
    if (level == 0) {
      text.append("\n\nLocal services: ")
          .append(services(Replies.member(network, "localservicesnames")));
    }
    appendAddresses(text, Replies.items(Replies.member(network, "localaddresses")));
    return new Output(0, text.toString());
  }

  private void readArguments(List<String> words) throws CliException {
    if (words.isEmpty()) {
      return;
    }
    String name = Program.CLI.commandName(settings.naming());
    String more = "For more information, run: " + name + " -netinfo help";
    int given = level(words.get(0));
    if (given < 0) {
      throw new CliException("invalid -netinfo level argument: " + words.get(0) + "\n" + more);
    }
    level = Math.min(given, MAX_LEVEL);
    if (words.size() > 1) {
      String second = words.get(1);
      boolean known = second.equals("o") || second.equals("outonly");
      if (given == 0) {
        throw new CliException(
            "invalid -netinfo outonly argument: "
                + second
                + "\nThe outonly argument is only valid for a level greater than 0 (the first"
                + " argument). "
                + more);
      }
      if (!known) {
        throw new CliException("invalid -netinfo outonly argument: " + second + "\n" + more);
      }
      outboundOnly = true;
    }
  }

  private static int level(String text) {
    try {
      int level = Integer.parseInt(text);
      return text.startsWith("+") || level > 255 ? -1 : level;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Counts all peers and returns those to be listed, sorted by direction and ping. */
  private List<JsonValue> count(List<JsonValue> peers) {
    List<JsonValue> listed = new ArrayList<>();
    for (JsonValue peer : peers) {
      int network = NETWORKS.indexOf(Replies.text(Replies.member(peer, "network")));
      if (network < 0) {
        continue;
      }
      int direction = Replies.isTrue(Replies.member(peer, "inbound")) ? 0 : 1;
      for (int row : new int[] {direction, 2}) {
        counts[row][network]++;
        counts[row][NETWORKS.size()]++;
      }
      String type = Replies.text(Replies.member(peer, "connection_type"));
      blockRelay += type.equals("block-relay-only") ? 1 : 0;
      manual += type.equals("manual") ? 1 : 0;
      if (!outboundOnly || direction == 1) {
        listed.add(peer);
      }
    }
    listed.sort(
        Comparator.<JsonValue, Boolean>comparing(
                peer -> !Replies.isTrue(Replies.member(peer, "inbound")))
            .thenComparing(peer -> Replies.realOr(Replies.member(peer, "minping"), -1)));
    return listed;
  }

  private String header(JsonValue network) {
    ChainType chain = settings.chain();
    String shown = chain == ChainType.TEST ? "testnet" : chain.id();
    return Product.NAME
        + " client "
        + Product.fullVersion()
        + (chain == ChainType.MAIN ? "" : " " + shown)
        + " - server "
        + Replies.text(Replies.member(network, "protocolversion"))
        + Replies.text(Replies.member(network, "subversion"))
        + (level > 0
            ? " - services " + PeerTable.services(Replies.member(network, "localservicesnames"))
            : "")
        + "\n\n";
  }

  private void appendCounts(StringBuilder text, JsonValue network) {
    text.append("     ");
    List<Integer> columns = new ArrayList<>();
    for (JsonValue item : Replies.items(Replies.member(network, "networks"))) {
      String name = Replies.text(Replies.member(item, "name"));
      int id = NETWORKS.indexOf(name);
      if (Replies.isTrue(Replies.member(item, "reachable")) && id >= 0) {
        PeerTable.right(text, name, 8);
        columns.add(id);
      }
    }
    for (int id : new int[] {0, NETWORKS.size() - 1}) {
      if (counts[2][id] > 0) {
        PeerTable.right(text, SHORT_NAMES.get(id), 8);
        columns.add(id);
      }
    }
    text.append("   total   block").append(manual > 0 ? "  manual" : "");
    String[] rows = {"in   ", "out  ", "total"};
    for (int row = 0; row < rows.length; row++) {
      text.append('\n').append(rows[row]);
      for (int column : columns) {
        PeerTable.right(text, Integer.toString(counts[row][column]), 8);
      }
      PeerTable.right(text, Integer.toString(counts[row][NETWORKS.size()]), 8);
      if (row == 1) {
        PeerTable.right(text, Integer.toString(blockRelay), 8);
        if (manual > 0) {
          PeerTable.right(text, Integer.toString(manual), 8);
        }
      }
    }
  }

  private static String services(JsonValue services) {
    StringBuilder text = new StringBuilder();
    for (JsonValue service : Replies.items(services)) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(Replies.text(service).toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return text.toString();
  }

  private static void appendAddresses(StringBuilder text, List<JsonValue> addresses) {
    text.append("\n\nLocal addresses");
    if (addresses.isEmpty()) {
      text.append(": n/a\n");
      return;
    }
    int width = 0;
    for (JsonValue address : addresses) {
      width = Math.max(width, Replies.text(Replies.member(address, "address")).length() + 1);
    }
    for (JsonValue address : addresses) {
      text.append('\n');
      PeerTable.left(text, Replies.text(Replies.member(address, "address")), width);
      text.append("    port ");
      PeerTable.right(text, Replies.text(Replies.member(address, "port")), 6);
      text.append("    score ");
      PeerTable.right(text, Replies.text(Replies.member(address, "score")), 6);
    }
  }

  private String help() {
    String name = Program.CLI.commandName(settings.naming());
    return """
    -netinfo (level [outonly]) | help

    Shows the peers of the node, made from getpeerinfo and getnetworkinfo. It is meant for people and
    may look different in another version.

    Arguments:
    1. level     0 to 4 (default 0)
                 0  how many peers there are by network and kind, and the node's own addresses
                 1  also the peers, one a line
                 2  also their addresses
                 3  also their versions
                 4  also addresses and versions
    2. outonly   "outonly" or "o": list only peers that the node connected to; needs a level above 0

    Columns of the list, which is sorted by direction and shortest ping:
    <->      direction: in or out
    type     full (full relay), block (blocks only), manual (added by hand), feeler, addr (asks for
             addresses), priv (private broadcast)
    net      network: ipv4, ipv6, onion, i2p, cjdns, npr (not publicly routable)
    serv     services: n network, b bloom filters, w witness, c compact filters, l last blocks only,
             2 encrypted transport, u unknown
    v        version of the transport
    mping    shortest ping in milliseconds
    ping     last ping in milliseconds
    send     seconds since something was sent
    recv     seconds since something was received
    txn      minutes since a new transaction was received; * means no transaction relay
    blk      minutes since a new block was received
    hb       high-bandwidth compact blocks: . we chose the peer, * the peer chose us
    addrp    addresses processed; . means no address relay
    addrl    addresses dropped by the rate limit
    age      minutes since the connection was made
    asmap    number of the autonomous system, if a map is in use
    id       number of the peer
    address  address and port
    version  version and user agent

    Examples:
    > %1$s -netinfo
    > %1$s -netinfo 4 outonly
    > watch --interval 1 --no-title %1$s -netinfo 4\
    """
        .replace("%1$s", name);
  }
}
