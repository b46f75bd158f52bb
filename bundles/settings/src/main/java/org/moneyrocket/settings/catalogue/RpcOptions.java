// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.SECRET;
import static org.moneyrocket.settings.OptionFlag.SECTION_ONLY;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** The JSON-RPC server. */
public final class RpcOptions {
  private static final Topic RPC =
      new Topic(OptionCategory.RPC, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic SHARED =
      new Topic(OptionCategory.RPC, Program.NODE, Program.GUI, Program.WALLET, Program.CLI);
  private static final Topic DEBUG =
      new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI, Program.WALLET);

  public static final Option<Boolean> SERVER =
      RPC.plainFlag(
          "-server",
          false,
          "Answer RPC requests (default: 1 for the node, 0 for the GUI and wallet)");
  public static final Option<List<String>> RPCALLOWIP =
      RPC.list(
          "-rpcallowip=<ip>",
          "Source that may connect: an address, address/netmask or address/bits. May be repeated.");
  public static final Option<List<String>> RPCAUTH =
      RPC.list(
          "-rpcauth=<userpw>",
          "User and hashed password: user:salt$hash, the hash being HMAC-SHA256 of the password"
              + " with the salt as key. May be repeated.",
          SECRET);
  public static final Option<List<String>> RPCBIND =
      RPC.list(
          "-rpcbind=<addr>[:port]",
          "Address to listen on; counts only together with -rpcallowip. Do not open it to networks"
              + " you do not trust. May be repeated. (default: 127.0.0.1 and ::1)",
          SECTION_ONLY);
  public static final Option<String> RPCCOOKIEPERMS =
      RPC.text(
          "-rpccookieperms=<readable-by>",
          "",
          "Who may read the cookie file: owner, group or all (default: owner)");
  public static final Option<Boolean> RPCDOCCHECK =
      RPC.flag("-rpcdoccheck", false, "Check answers against their documentation", DEBUG_ONLY);
  public static final Option<Long> RPCSERVERTIMEOUT =
      RPC.number(
          "-rpcservertimeout=<n>",
          30,
          "Seconds after which an idle connection is closed",
          DEBUG_ONLY);
  public static final Option<Long> RPCTHREADS =
      RPC.number("-rpcthreads=<n>", 16, "Threads that answer requests");
  public static final Option<Long> RPCWORKQUEUE =
      RPC.number("-rpcworkqueue=<n>", 64, "Requests that may wait for a thread", DEBUG_ONLY);
  public static final Option<List<String>> RPCWHITELIST =
      RPC.list(
          "-rpcwhitelist=<whitelist>",
          "Methods that a user may call: user:method,method. Several lists for one user intersect."
              + " May be repeated.");
  public static final Option<Boolean> RPCWHITELISTDEFAULT =
      RPC.plainFlag(
          "-rpcwhitelistdefault",
          false,
          "Users without -rpcwhitelist may call nothing (default: 1 if any -rpcwhitelist is"
              + " given)");

  public static final Option<String> RPCCOOKIEFILE =
      SHARED.path(
          "-rpccookiefile=<loc>",
          ".cookie",
          "File with the password of local programs, relative to the chain's directory");
  public static final Option<String> RPCUSER =
      SHARED.text("-rpcuser=<user>", "", "User name", SECRET);
  public static final Option<String> RPCPASSWORD =
      SHARED.text("-rpcpassword=<pw>", "", "Password", SECRET);
  public static final Option<Long> RPCPORT =
      SHARED.plainNumber(
          "-rpcport=<port>",
          0,
          "Port of the server (default: 8332, testnet3: 18332, testnet4: 48332, signet: 38332,"
              + " regtest: 18443)",
          SECTION_ONLY);
  public static final Option<List<String>> DEPRECATEDRPC =
      DEBUG.list(
          "-deprecatedrpc=<method>",
          "Allow a deprecated method or field. May be repeated.",
          DEBUG_ONLY);

  private RpcOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(RPC.options(), SHARED.options(), DEBUG.options());
  }
}
