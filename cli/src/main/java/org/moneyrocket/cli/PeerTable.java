// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moneyrocket.settings.json.JsonValue;

/** The list of peers of {@code -netinfo}. */
final class PeerTable {
  private static final String FIRST = "<->";

  /**
   * One column.
   *
   * @param width at least this wide; the first column has no blank before it
   * @param unit shown below the column
   */
  private record Column(String title, int width, String unit, List<String> cells) {
    int size() {
      int size = width;
      for (String cell : cells) {
        size = Math.max(size, cell.length() + (title.equals(FIRST) ? 0 : 1));
      }
      return size;
    }
  }

  private final boolean addresses;
  private final boolean versions;
  private final long now;

  PeerTable(int level, long now) {
    this.addresses = level == 2 || level == 4;
    this.versions = level >= 3;
    this.now = now;
  }

  void append(StringBuilder text, List<JsonValue> peers) {
    List<Column> columns = columns(peers);
    List<String> tails = new ArrayList<>();
    int addressWidth = 0;
    for (JsonValue peer : peers) {
      addressWidth = Math.max(addressWidth, value(peer, "addr").length() + 1);
    }
    for (JsonValue peer : peers) {
      tails.add(tail(value(peer, "addr"), version(peer), addressWidth));
    }
    for (Column column : columns) {
      right(text, column.title(), column.size());
    }
    text.append(tail("address", "version", addressWidth)).append('\n');
    for (int row = 0; row < peers.size(); row++) {
      for (Column column : columns) {
        right(text, column.cells().get(row), column.size());
      }
      text.append(tails.get(row)).append('\n');
    }
    for (Column column : columns) {
      right(text, column.unit(), column.size());
    }
    text.append("\n\n");
  }

  private String tail(String address, String version, int addressWidth) {
    StringBuilder tail = new StringBuilder(addresses || versions ? " " : "");
    if (addresses) {
      left(tail, address, addressWidth);
    }
    return tail.append(versions ? version : "").toString();
  }

  private List<Column> columns(List<JsonValue> peers) {
    List<Column> columns = new ArrayList<>();
    columns.add(column(FIRST, 3, "", peers, peer -> isOutbound(peer) ? "out" : "in"));
    columns.add(column("type", 7, "", peers, PeerTable::type));
    columns.add(column("net", 6, "", peers, PeerTable::network));
    columns.add(
        column("serv", 7, "", peers, peer -> services(Replies.member(peer, "servicesnames"))));
    columns.add(column("v", 3, "", peers, PeerTable::transport));
    columns.add(column("mping", 7, "ms", peers, peer -> millis(peer, "minping")));
    columns.add(column("ping", 7, "ms", peers, peer -> millis(peer, "pingtime")));
    columns.add(column("send", 5, "sec", peers, peer -> since(peer, "lastsend", 1, "")));
    columns.add(column("recv", 5, "sec", peers, peer -> since(peer, "lastrecv", 1, "")));
    columns.add(
        column(
            "txn",
            5,
            "min",
            peers,
            peer -> since(peer, "last_transaction", 60, relays(peer) ? "" : "*")));
    columns.add(column("blk", 5, "min", peers, peer -> since(peer, "last_block", 60, "")));
    columns.add(column("hb", 4, "", peers, PeerTable::highBandwidth));
    columns.add(column("addrp", 6, "", peers, PeerTable::processed));
    columns.add(column("addrl", 7, "", peers, peer -> positive(peer, "addr_rate_limited")));
    columns.add(column("age", 6, "min", peers, peer -> since(peer, "conntime", 60, "")));
    boolean mapped = false;
    for (JsonValue peer : peers) {
      mapped |= !positive(peer, "mapped_as").isEmpty();
    }
    if (mapped) {
      columns.add(column("asmap", 7, "", peers, peer -> positive(peer, "mapped_as")));
    }
    columns.add(column("id", 3, "", peers, peer -> value(peer, "id")));
    return columns;
  }

  private interface Cell {
    String of(JsonValue peer);
  }

  private static Column column(
      String title, int width, String unit, List<JsonValue> peers, Cell cell) {
    List<String> cells = new ArrayList<>();
    for (JsonValue peer : peers) {
      cells.add(cell.of(peer));
    }
    return new Column(title, width, unit, cells);
  }

  private static String value(JsonValue peer, String name) {
    return Replies.text(Replies.member(peer, name));
  }

  private static boolean isOutbound(JsonValue peer) {
    return !Replies.isTrue(Replies.member(peer, "inbound"));
  }

  private static boolean relays(JsonValue peer) {
    JsonValue relays = Replies.member(peer, "relaytxes");
    return relays.isNull() || Replies.isTrue(relays);
  }

  private static String type(JsonValue peer) {
    return switch (value(peer, "connection_type")) {
      case "outbound-full-relay" -> "full";
      case "block-relay-only" -> "block";
      case "manual" -> "manual";
      case "feeler" -> "feeler";
      case "addr-fetch" -> "addr";
      case "private-broadcast" -> "priv";
      default -> "";
    };
  }

  private static String network(JsonValue peer) {
    String name = value(peer, "network");
    return name.equals("not_publicly_routable") ? "npr" : name;
  }

  private static String transport(JsonValue peer) {
    String version = value(peer, "transport_protocol_type");
    if (version.isEmpty()) {
      return "1";
    }
    return version.length() == 2 && version.startsWith("v") ? version.substring(1) : " ";
  }

  private static String millis(JsonValue peer, String name) {
    double seconds = Replies.realOr(Replies.member(peer, name), -1);
    if (seconds < 0) {
      return "";
    }
    long millis = Math.round(seconds * 1000);
    return millis > 999_999 ? "-" : Long.toString(millis);
  }

  private String since(JsonValue peer, String name, int unit, String otherwise) {
    long time = Replies.numberOr(Replies.member(peer, name), 0);
    return time == 0 ? otherwise : Long.toString((now - time) / unit);
  }

  private static String highBandwidth(JsonValue peer) {
    return (Replies.isTrue(Replies.member(peer, "bip152_hb_to")) ? "." : " ")
        + (Replies.isTrue(Replies.member(peer, "bip152_hb_from")) ? "*" : " ");
  }

  private static String processed(JsonValue peer) {
    String count = positive(peer, "addr_processed");
    boolean relays = Replies.isTrue(Replies.member(peer, "addr_relay_enabled"));
    return count.isEmpty() && !relays ? "." : count;
  }

  private static String positive(JsonValue peer, String name) {
    long count = Replies.numberOr(Replies.member(peer, name), 0);
    return count > 0 ? Long.toString(count) : "";
  }

  private static String version(JsonValue peer) {
    String version = value(peer, "version") + value(peer, "subver");
    return version.equals("0") ? "" : version;
  }

  /** Returns the first letters of services; two of them have signs of their own. */
  static String services(JsonValue services) {
    StringBuilder text = new StringBuilder();
    for (JsonValue item : Replies.items(services)) {
      String service = Replies.text(item);
      switch (service) {
        case "" -> {}
        case "NETWORK_LIMITED" -> text.append('l');
        case "P2P_V2" -> text.append('2');
        default -> text.append(service.substring(0, 1).toLowerCase(Locale.ROOT));
      }
    }
    return text.toString();
  }

  static void right(StringBuilder text, String cell, int width) {
    text.append(" ".repeat(Math.max(0, width - cell.length()))).append(cell);
  }

  static void left(StringBuilder text, String cell, int width) {
    text.append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
  }
}
