// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Block templates. */
public final class MiningOptions {
  private static final Topic MINING = new Topic(OptionCategory.MINING, Program.NODE, Program.GUI);

  public static final Option<Long> BLOCKMAXWEIGHT =
      MINING.number("-blockmaxweight=<n>", 4_000_000, "Largest weight of a block", DEBUG_ONLY);
  public static final Option<Long> BLOCKRESERVEDWEIGHT =
      MINING.number(
          "-blockreservedweight=<n>",
          8000,
          "Weight kept free for the header and the coinbase transaction, at least 2000");
  public static final Option<Long> BLOCKMINTXFEE =
      MINING.amount(
          "-blockmintxfee=<amt>", 1, "Lowest fee rate in BTC/kvB of transactions in a block");
  public static final Option<Long> BLOCKVERSION =
      MINING.plainNumber(
          "-blockversion=<n>", 0, "Use this block version, for tests of forks", DEBUG_ONLY);

  private MiningOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return MINING.options();
  }
}
