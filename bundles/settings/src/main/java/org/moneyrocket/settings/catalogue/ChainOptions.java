// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.NO_NEGATION;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Which chain, and how test chains differ from their rules. */
public final class ChainOptions {
  private static final Topic SELECT =
      new Topic(OptionCategory.CHAIN, Program.NODE, Program.GUI, Program.WALLET, Program.CLI);
  private static final Topic DEBUG =
      new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI, Program.WALLET, Program.CLI);

  public static final Option<String> CHAIN =
      SELECT.text(
          "-chain=<chain>", "main", "Chain to use: main, test, testnet4, signet or regtest");
  public static final Option<Boolean> TESTNET =
      SELECT.plainFlag("-testnet", false, "Same as -chain=test (testnet3, deprecated)");
  public static final Option<Boolean> TESTNET4 =
      SELECT.plainFlag("-testnet4", false, "Same as -chain=testnet4");
  public static final Option<Boolean> SIGNET =
      SELECT.plainFlag(
          "-signet", false, "Same as -chain=signet; -signetchallenge says which signet");
  public static final Option<Boolean> REGTEST =
      SELECT.plainFlag(
          "-regtest",
          false,
          "Same as -chain=regtest: a private chain for tests, on which anybody makes blocks at"
              + " once",
          DEBUG_ONLY);
  public static final Option<List<String>> SIGNETCHALLENGE =
      SELECT.list(
          "-signetchallenge=<hex>",
          "Script that signs the blocks of a signet (default: the public signet's)",
          NO_NEGATION);
  public static final Option<List<String>> SIGNETSEEDNODE =
      SELECT.list(
          "-signetseednode=<host>",
          "Where to ask for peers of a signet, host[:port]. May be repeated.",
          NO_NEGATION);
  public static final Option<List<String>> VBPARAMS =
      SELECT.list(
          "-vbparams=<deployment>:<start>:<end>[:<min_activation_height>]",
          "Start and end time of a version-bits deployment, and its lowest activation height; test"
              + " chains only",
          DEBUG_ONLY);
  public static final Option<List<String>> TESTACTIVATIONHEIGHT =
      DEBUG.list(
          "-testactivationheight=<name>@<height>",
          "Height at which segwit, bip34, dersig, cltv or csv becomes active; test chains only",
          DEBUG_ONLY);

  private ChainOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(SELECT.options(), DEBUG.options());
  }
}
