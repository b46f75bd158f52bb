// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.SECTION_ONLY;
import static org.moneyrocket.settings.OptionFlag.UNAVAILABLE;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Peers. */
public final class ConnectionOptions {
  private static final Topic CONNECTION =
      new Topic(OptionCategory.CONNECTION, Program.NODE, Program.GUI);

  /** Who listens must know what belongs to which network, a wallet that answers RPC as well. */
  private static final Topic NETWORK =
      new Topic(OptionCategory.CONNECTION, Program.NODE, Program.GUI, Program.WALLET);

  private static final Topic WALLET_TOO =
      new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic DEBUG = new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI);

  public static final Option<List<String>> ADDNODE =
      CONNECTION.list(
          "-addnode=<ip>",
          "Connect to this peer and stay connected; at most 8 at a time, not counted by"
              + " -maxconnections. May be repeated.",
          SECTION_ONLY);
  public static final Option<Long> BANTIME =
      CONNECTION.number("-bantime=<n>", 86_400, "How long a ban lasts in seconds");
  public static final Option<List<String>> BIND =
      CONNECTION.list(
          "-bind=<addr>[:<port>][=onion]",
          "Address to listen on (default: 0.0.0.0 and ::); =onion marks the one that a Tor service"
              + " forwards to. May be repeated.",
          SECTION_ONLY);
  public static final Option<List<String>> CONNECT =
      CONNECTION.list(
          "-connect=<ip>",
          "Connect to these peers only; -noconnect makes no connections by itself. May be"
              + " repeated.",
          SECTION_ONLY);
  public static final Option<Boolean> DNS =
      CONNECTION.flag("-dns", true, "Look up names given to -addnode, -seednode and -connect");
  public static final Option<Boolean> DNSSEED =
      CONNECTION.plainFlag(
          "-dnsseed",
          true,
          "Ask DNS seeds when few addresses are known (default: 1 unless -connect or"
              + " -maxconnections=0)");
  public static final Option<Boolean> FIXEDSEEDS =
      CONNECTION.flag(
          "-fixedseeds",
          true,
          "When no other addresses are found, use those that came with the program, if any did");
  public static final Option<Boolean> FORCEDNSSEED =
      CONNECTION.flag("-forcednsseed", false, "Ask DNS seeds even if addresses are known");
  public static final Option<Boolean> LISTEN =
      CONNECTION.plainFlag(
          "-listen", true, "Accept connections (default: 1 unless -connect or -maxconnections=0)");
  public static final Option<Boolean> LISTENONION =
      CONNECTION.plainFlag("-listenonion", false, "", HIDDEN, UNAVAILABLE);
  public static final Option<Long> MAXCONNECTIONS =
      CONNECTION.number(
          "-maxconnections=<n>", 200, "Most connections to peers that are not added by hand");
  public static final Option<Long> MAXRECEIVEBUFFER =
      CONNECTION.number(
          "-maxreceivebuffer=<n>",
          5000,
          "Times 1000 bytes that may wait for each peer before no more is read from it");
  public static final Option<Long> MAXSENDBUFFER =
      CONNECTION.number(
          "-maxsendbuffer=<n>",
          1000,
          "Times 1000 bytes that may wait to be sent to each peer before it is asked nothing more"
              + " and answered later");
  public static final Option<Boolean> NATPMP =
      CONNECTION.plainFlag("-natpmp", false, "", HIDDEN, UNAVAILABLE);
  public static final Option<Boolean> NETWORKACTIVE =
      CONNECTION.flag("-networkactive", true, "Start with connections to peers allowed");
  public static final Option<Long> PEERTIMEOUT =
      CONNECTION.number(
          "-peertimeout=<n>", 60, "Seconds after which a silent peer is disconnected", DEBUG_ONLY);
  public static final Option<Long> PORT =
      CONNECTION.plainNumber(
          "-port=<port>",
          0,
          "Port for peers (default: 8333, testnet3: 18333, testnet4: 48333, signet: 38333, regtest:"
              + " 18444)",
          SECTION_ONLY);
  public static final Option<List<String>> SEEDNODE =
      CONNECTION.list(
          "-seednode=<ip>", "Ask this peer for addresses, then disconnect. May be repeated.");
  public static final Option<Long> TIMEOUT =
      CONNECTION.number("-timeout=<n>", 5000, "Milliseconds to wait for a connection");
  public static final Option<List<String>> WHITEBIND =
      CONNECTION.list(
          "-whitebind=<[permissions@]addr>",
          "Address to listen on whose peers get these permissions. May be repeated.");
  public static final Option<List<String>> WHITELIST =
      CONNECTION.list(
          "-whitelist=<[permissions@]IP address or network>",
          "Give permissions to peers with these addresses. May be repeated.");
  public static final Option<Boolean> BLOCKSONLY =
      WALLET_TOO.flag(
          "-blocksonly",
          false,
          "Take no transactions from peers. Transactions sent by RPC are not affected.");
  public static final Option<List<String>> UACOMMENT =
      DEBUG.list("-uacomment=<cmt>", "Add a remark to the user agent. May be repeated.");

  public static final Option<String> ASMAP =
      CONNECTION.text(
          "-asmap=<file>",
          "",
          "Sort the addresses of peers by the networks this file assigns them to; without a file,"
              + " by the one that came with the program, if one did");
  public static final Option<Long> INBOUNDRELAYPERCENT =
      CONNECTION.number(
          "-inboundrelaypercent=<n>",
          50,
          "Most incoming connections that may relay transactions, in percent of all, 0 to 100");
  public static final Option<Boolean> CJDNSREACHABLE =
      NETWORK.flag(
          "-cjdnsreachable",
          false,
          "The machine has CJDNS: addresses in fc00::/8 belong to that network");
  public static final Option<Long> CHECKADDRMAN =
      DEBUG.number(
          "-checkaddrman=<n>",
          0,
          "Check the address manager once in so many operations, 0 for never",
          DEBUG_ONLY);
  public static final Option<List<String>> TEST =
      DEBUG.list(
          "-test=<option>",
          "Behave as tests need it: addrman makes the placement of addresses foreseeable, bip94"
              + " enforces the rules of BIP94, reindex_after_failure_noninteractive_yes rebuilds"
              + " damaged databases without asking. Regtest only. May be repeated.",
          DEBUG_ONLY);

  private ConnectionOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(
        CONNECTION.options(), NETWORK.options(), WALLET_TOO.options(), DEBUG.options());
  }
}
