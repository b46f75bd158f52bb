// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.NEEDS_VALUE;
import static org.moneyrocket.settings.OptionFlag.NO_NEGATION;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** The command-line client. */
public final class CliOptions {
  private static final Topic CLI = new Topic(OptionCategory.GENERAL, Program.CLI);
  private static final Topic COMMANDS = new Topic(OptionCategory.CLI_COMMANDS, Program.CLI);

  public static final Option<Boolean> NAMED =
      CLI.flag("-named", false, "Give arguments as name=value");
  public static final Option<Long> RPCCLIENTTIMEOUT =
      CLI.number("-rpcclienttimeout=<n>", 900, "Seconds to wait for an answer, 0 for ever");
  public static final Option<String> RPCCONNECT =
      CLI.text("-rpcconnect=<host>[:port]", "127.0.0.1", "Where the server runs");
  public static final Option<String> RPCID =
      CLI.text("-rpcid=<id>", "1", "Id of the request", NO_NEGATION, NEEDS_VALUE);
  public static final Option<Boolean> RPCWAIT =
      CLI.plainFlag("-rpcwait", false, "Wait until the server answers");
  public static final Option<Long> RPCWAITTIMEOUT =
      CLI.number("-rpcwaittimeout=<n>", 0, "Seconds that -rpcwait waits, 0 for ever");
  public static final Option<String> RPCWALLET =
      CLI.text("-rpcwallet=<walletname>", "", "Wallet to use when several are loaded");
  public static final Option<Boolean> STDIN =
      CLI.plainFlag(
          "-stdin", false, "Read more arguments from standard input, one a line, until its end");
  public static final Option<Boolean> STDINRPCPASS =
      CLI.plainFlag(
          "-stdinrpcpass", false, "Read the RPC password from the first line of standard input");
  public static final Option<Boolean> STDINWALLETPASSPHRASE =
      CLI.plainFlag(
          "-stdinwalletpassphrase",
          false,
          "Read the wallet passphrase from the next line of standard input");
  public static final Option<String> COLOR =
      CLI.text("-color=<when>", "auto", "Colours in -getinfo: always, auto or never", NO_NEGATION);

  public static final Option<String> IPCCONNECT =
      CLI.text(
          "-ipcconnect=<address>",
          "auto",
          "How to connect without TCP; only auto and -noipcconnect are supported, and both use TCP",
          HIDDEN);

  public static final Option<Boolean> ADDRINFO =
      COMMANDS.plainFlag("-addrinfo", false, "Count the known addresses of peers by network");
  public static final Option<Boolean> GENERATE =
      COMMANDS.plainFlag(
          "-generate",
          false,
          "Mine blocks to a new address of the wallet: [number of blocks (1)] [tries (1000000)]");
  public static final Option<Boolean> GETINFO =
      COMMANDS.plainFlag("-getinfo", false, "Show an overview of the node and its wallets");
  public static final Option<Boolean> NETINFO =
      COMMANDS.plainFlag("-netinfo", false, "Show the peers: [level 0 to 4] [outonly], or help");

  private CliOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(CLI.options(), COMMANDS.options());
  }
}
