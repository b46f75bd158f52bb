// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.WIDE;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Chain state, block files and start-up checks. */
public final class StateOptions {
  private static final Topic STATE = new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI);
  private static final Topic DEBUG = new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI);

  public static final Option<String> ASSUMEVALID =
      STATE.text(
          "-assumevalid=<hex>",
          "",
          "Skip the scripts of this block and of the blocks below it, if the chain contains it; 0"
              + " checks all (default: depends on the chain)");
  public static final Option<Boolean> BLOCKSXOR =
      STATE.flag(
          "-blocksxor",
          true,
          "Store block files XORed with a random key. An existing directory keeps its key.");
  public static final Option<Long> DBCACHE =
      STATE.number("-dbcache=<n>", 450, "Memory for the databases in MiB, at least 4");
  public static final Option<List<String>> LOADBLOCK =
      STATE.list("-loadblock=<file>", "Import the blocks of a file at the start. May be repeated.");
  public static final Option<String> MINIMUMCHAINWORK =
      STATE.text(
          "-minimumchainwork=<hex>",
          "",
          "Work that a valid chain must at least have, in hex (default: depends on the chain)",
          DEBUG_ONLY);
  public static final Option<Long> PAR =
      STATE.number(
          "-par=<n>",
          0,
          "Threads that check scripts, at most 15; 0 chooses, a negative number leaves that many"
              + " cores free");
  public static final Option<Long> PREVOUTFETCHTHREADS =
      STATE.number(
          "-prevoutfetchthreads=<n>",
          8,
          "Threads that read the coins of a block ahead, at most 16; 0 turns it off");
  public static final Option<Long> PRUNE =
      STATE.number(
          "-prune=<n>",
          0,
          "Delete old blocks: 0 never, 1 by RPC, from 550 on by itself so that the block files stay"
              + " below that many MiB. Going back needs a new download.");
  public static final Option<Boolean> REINDEX =
      STATE.flag("-reindex", false, "Rebuild block index and chain state from the block files");
  public static final Option<Boolean> REINDEX_CHAINSTATE =
      STATE.flag("-reindex-chainstate", false, "Rebuild the chain state from the block files");
  public static final Option<List<String>> BLOCKFILTERINDEX =
      STATE.list(
          "-blockfilterindex=<type>",
          "Keep an index of compact block filters; the one type is basic, which 1 or nothing stands"
              + " for too (default: 0)");
  public static final Option<Boolean> COINSTATSINDEX =
      STATE.flag(
          "-coinstatsindex",
          false,
          "Keep an index of statistics over all coins, for the RPC gettxoutsetinfo");
  public static final Option<Boolean> TXINDEX =
      STATE.flag(
          "-txindex", false, "Keep an index of all transactions, for the RPC getrawtransaction");
  public static final Option<Boolean> TXOSPENDERINDEX =
      STATE.flag(
          "-txospenderindex",
          false,
          "Keep an index of what spends each output, for the RPC gettxspendingprevout");
  public static final Option<Long> CHECKBLOCKS =
      DEBUG.number("-checkblocks=<n>", 6, "Blocks to verify at the start, 0 for all", DEBUG_ONLY);
  public static final Option<Long> CHECKLEVEL =
      DEBUG.number(
          "-checklevel=<n>", 3, "How thoroughly -checkblocks verifies, 0 to 4", DEBUG_ONLY);
  public static final Option<Long> CHECKBLOCKINDEX =
      DEBUG.plainNumber(
          "-checkblockindex=<n>",
          0,
          "Check the consistency of the block index at every n-th change (default: 0, regtest: 1)",
          DEBUG_ONLY);
  public static final Option<Long> DBBATCHSIZE =
      DEBUG.plainNumber(
          "-dbbatchsize=<n>",
          32 << 20,
          "Most bytes that are written to the database of coins at once",
          DEBUG_ONLY);
  public static final Option<Long> DBCRASHRATIO =
      DEBUG.plainNumber("-dbcrashratio=<n>", 0, "", HIDDEN);
  public static final Option<Long> CHECKMEMPOOL =
      DEBUG.plainNumber(
          "-checkmempool=<n>",
          0,
          "Check the consistency of the mempool at every n-th transaction (default: 0, regtest: 1)",
          DEBUG_ONLY);
  public static final Option<Boolean> FASTPRUNE =
      DEBUG.flag(
          "-fastprune", false, "Use small block files and prune early, for tests", DEBUG_ONLY);
  public static final Option<Long> MAXTIPAGE =
      DEBUG.number(
          "-maxtipage=<n>",
          86_400,
          "Age of the tip in seconds above which the node counts as still downloading",
          DEBUG_ONLY,
          WIDE);
  public static final Option<Long> MOCKTIME =
      DEBUG.number(
          "-mocktime=<n>",
          0,
          "Use this time instead of the clock, in seconds since 1970",
          DEBUG_ONLY,
          WIDE);
  public static final Option<Long> STOPATHEIGHT =
      DEBUG.number("-stopatheight=<n>", 0, "Stop when the chain reaches this height", DEBUG_ONLY);

  private StateOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(STATE.options(), DEBUG.options());
  }
}
