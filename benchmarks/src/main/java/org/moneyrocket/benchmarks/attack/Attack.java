// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every attack there is. Only {@link Kind} says more about how one is carried out. */
public enum Attack {
  PING(Kind.FLOOD, "pings, pongs are read", Floods.read(Floods::pings)),
  PING_UNREAD(Kind.FLOOD, "pings, pongs are not read", Floods.unread(Floods::pings)),
  INV_TX(Kind.FLOOD, "announcements of transactions", Floods.read(Floods::transactions)),
  INV_BLOCK(Kind.FLOOD, "announcements of blocks", Floods.read(Floods::blocks)),
  ADDR(Kind.FLOOD, "addresses", Floods.read(Floods::addresses)),
  GETDATA_KNOWN(Kind.FLOOD, "requests for a large block", Floods.read(Floods::known)),
  GETDATA_UNKNOWN(Kind.FLOOD, "requests for what is not there", Floods.read(Floods::unknown)),
  GETDATA_UNREAD(Kind.FLOOD, "requests, answers are not read", Floods.unread(Floods::known)),
  GETHEADERS(Kind.FLOOD, "requests for headers", Floods.read(Floods::headers)),
  EMPTY(Kind.FLOOD, "messages without a payload", Floods.read(Floods::empty)),

  WITHHELD_NOTFOUND(
      Kind.SCRIPT, 1, "announces a block, has it not", Withholding.by(Withholding::notFound)),
  WITHHELD_SILENT(
      Kind.SCRIPT, 1, "announces a block, does not answer", Withholding.by(Withholding::nothing)),
  WITHHELD_ANOTHER(
      Kind.SCRIPT, 1, "announces a block, sends another", Withholding.by(Withholding::another)),
  WITHHELD_DAMAGED(
      Kind.SCRIPT, 1, "announces a block, sends it damaged", Withholding.by(Withholding::damaged)),
  WITHHELD_TRICKLE(
      Kind.SCRIPT,
      1,
      "announces a block, sends a byte a second",
      Withholding.by(Withholding::trickle)),
  WITHHELD_BY_MANY(
      Kind.SCRIPT, 10, "ten announce a block, have it not", Withholding.by(Withholding::notFound)),

  P2P_SILENT(Kind.SINGLE, 50, "peers that say nothing", SlowPeers::silent),
  P2P_HALF_HEADER(Kind.SINGLE, 50, "peers that stop within a header", SlowPeers::halfHeader),
  P2P_HALF_PAYLOAD(Kind.SINGLE, 20, "peers that stop within 4 MB", SlowPeers::halfPayload),
  P2P_TRICKLE(Kind.SINGLE, 50, "peers that send a byte a second", SlowPeers::trickle),
  P2P_UNKNOWN_KIND(Kind.SINGLE, 5, "messages of 4 MB of no kind", SlowPeers::unknownKind),
  P2P_VISITS(Kind.SINGLE, 10, "peers that come and leave", SlowPeers::visits),

  HTTP_SILENT(Kind.SINGLE, 60, "clients that say nothing", SlowClients::silent),
  HTTP_HALF_HEADER(Kind.SINGLE, 60, "clients that stop within a header", SlowClients::halfHeader),
  HTTP_HALF_BODY(Kind.SINGLE, 60, "clients that stop within a body", SlowClients::halfBody),
  HTTP_BODIES(Kind.SINGLE, 30, "bodies of 32 MiB without a password", SlowClients::bodies),
  HTTP_HEADERS(Kind.SINGLE, 10, "headers without an end", SlowClients::headers),
  HTTP_TRICKLE(Kind.SINGLE, 60, "clients that send a byte a second", SlowClients::trickle),
  HTTP_TINY_CHUNKS(Kind.SINGLE, 3, "chunks of a byte, no password", SlowClients::tinyChunks),
  HTTP_PIPELINE(Kind.SINGLE, 20, "requests whose answers are not read", SlowClients::pipeline),
  HTTP_VISITS(Kind.SINGLE, 10, "clients that come and leave", SlowClients::visits),
  HTTP_UNREAD_REPLY(Kind.SINGLE, 20, "large answers not read", SlowClients::unreadReply),

  JSON_DIGITS(Kind.SINGLE, 3, "a number of a million digits", JsonStorms::digits),
  JSON_EXPONENT(Kind.SINGLE, 3, "a number of 1e999999999", JsonStorms::exponent),
  JSON_NESTING(Kind.SINGLE, 3, "a million brackets", JsonStorms::nesting),
  JSON_KEYS(Kind.SINGLE, 3, "chosen names of parameters", JsonStorms::keys),
  JSON_SMALL_BATCH(Kind.SINGLE, 3, "batches of 20,000 calls", JsonStorms::smallBatch),
  JSON_LARGE_BATCH(Kind.SINGLE, 3, "batches of large blocks", JsonStorms::largeBatch),

  CHOSEN_INV(Kind.SINGLE, 1, "inv of chosen hashes", chosen("inv", Wire.MSG_WTX)),
  CHOSEN_INV_BLOCK(Kind.SINGLE, 1, "inv of chosen block hashes", chosen("inv", Wire.MSG_BLOCK)),
  CHOSEN_GETDATA(Kind.SINGLE, 1, "getdata of chosen hashes", chosen("getdata", Wire.MSG_WTX)),
  CHOSEN_NOTFOUND(Kind.SINGLE, 1, "notfound of chosen hashes", chosen("notfound", Wire.MSG_TX)),
  CHOSEN_LOCATOR(Kind.SINGLE, 1, "chosen locators", Floods.read(Collisions::locators)),
  CHOSEN_ADDR(Kind.SINGLE, 1, "chosen addresses", Floods.read(Collisions::addresses)),
  CHOSEN_OUTPOINTS(Kind.SINGLE, 1, "orphans of chosen parents", Floods.read(Collisions::orphans)),

  IPC_LEAVING(Kind.IPC, 5, "programs that leave within the greeting", IpcStrangers::leaving),
  IPC_SILENT(Kind.IPC, 10, "a thousand that say nothing", IpcStrangers::silent),
  IPC_LANES(Kind.IPC, 1, "5,000 lanes of one connection", IpcStrangers::lanes),

  SPY(Kind.SCRIPT, 20, "who hears when of the node's own payments", Spy::listen);

  /** How an attack is carried out. */
  enum Kind {
    /** For a time, by as many attackers as are asked for. */
    FLOOD,
    /** For a time, by a number of its own. */
    SINGLE,
    /** From its beginning to its end, however long that takes. */
    SCRIPT,
    /** As {@link #SINGLE}, but {@code bitcoind} has nothing that could be attacked. */
    IPC
  }

  /** Starts the attackers and returns. */
  interface Body {
    void launch(Assault assault) throws IOException;
  }

  private final Kind kind;
  private final int usual;
  private final String summary;
  private final Body body;

  Attack(Kind kind, String summary, Body body) {
    this(kind, 0, summary, body);
  }

  Attack(Kind kind, int usual, String summary, Body body) {
    this.kind = kind;
    this.usual = usual;
    this.summary = summary;
    this.body = body;
  }

  private static Body chosen(String command, int type) {
    return Floods.read(Collisions.inventories(command, type));
  }

  Kind kind() {
    return kind;
  }

  /** Returns how many attackers there are, if that is not a choice. */
  Optional<Integer> usualAttackers() {
    return kind == Kind.FLOOD ? Optional.empty() : Optional.of(usual);
  }

  /** Returns the name as the command line has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String summary() {
    return summary;
  }

  static Optional<Attack> named(String label) {
    return Stream.of(values()).filter(attack -> attack.label().equals(label)).findFirst();
  }

  /** Begins the attack; it lasts until what is returned is closed. */
  Assault begin(Target target, int attackers) throws IOException {
    Assault assault = new Assault(target, attackers, kind == Kind.SCRIPT);
    body.launch(assault);
    return assault;
  }
}
