// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.DEBUG_ONLY;
import static org.moneyrocket.settings.OptionFlag.NEEDS_VALUE;
import static org.moneyrocket.settings.OptionFlag.NO_NEGATION;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** What is written to debug.log and how. */
public final class LoggingOptions {
  private static final Topic FILE =
      new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic DETAIL =
      new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI, Program.WALLET);

  public static final Option<String> DEBUGLOGFILE =
      FILE.path(
          "-debuglogfile=<file>",
          "debug.log",
          "Log file, relative to the chain's directory. -nodebuglogfile writes none.");
  public static final Option<List<String>> DEBUG =
      DETAIL.list(
          "-debug=<category>",
          "Write the debug lines of a category, or of all categories when the value is empty, 1 or"
              + " \"all\"; 0 or \"none\" forgets the categories named before it. Categories: "
              + "addrman, bench, blockstorage, cmpctblock, coindb, estimatefee, http, i2p, ipc,"
              + " kernel, leveldb, mempool, mempoolrej, net, privatebroadcast, proxy, prune, qt,"
              + " rand, reindex, rpc, scan, selectcoins, tor, txpackages, txreconciliation,"
              + " validation, walletdb, zmq. May be repeated.");
  public static final Option<List<String>> DEBUGEXCLUDE =
      DETAIL.list(
          "-debugexclude=<category>",
          "Leave out the debug lines of a category; wins over -debug. May be repeated.");
  public static final Option<Boolean> LOGIPS =
      DETAIL.flag("-logips", false, "Write the addresses of peers to the log");
  public static final Option<List<String>> LOGLEVEL =
      DETAIL.list(
          "-loglevel=<level>|<category>:<level>",
          "Lowest level that is written for the categories chosen with -debug: info, debug or"
              + " trace, for all of them or for one (default: debug). May be repeated.",
          NO_NEGATION,
          NEEDS_VALUE,
          DEBUG_ONLY);
  public static final Option<Boolean> LOGTIMESTAMPS =
      DETAIL.flag("-logtimestamps", true, "Begin each log line with the time");
  public static final Option<Boolean> LOGTIMEMICROS =
      DETAIL.flag("-logtimemicros", false, "Write the time with microseconds", DEBUG_ONLY);
  public static final Option<Boolean> LOGTHREADNAMES =
      DETAIL.flag("-logthreadnames", false, "Write the name of the thread on each log line");
  public static final Option<Boolean> LOGSOURCELOCATIONS =
      DETAIL.flag(
          "-logsourcelocations", false, "Write source file, line and method on each log line");
  public static final Option<Boolean> LOGLEVELALWAYS =
      DETAIL.flag("-loglevelalways", false, "Write category and level on each log line");
  public static final Option<Boolean> LOGRATELIMIT =
      DETAIL.flag(
          "-logratelimit",
          true,
          "Stop writing lines to the file from a place in the source that wrote more than 1 MiB"
              + " within an hour");
  public static final Option<Boolean> PRINTTOCONSOLE =
      DETAIL.plainFlag(
          "-printtoconsole", true, "Write the log to standard output as well (default: 1)");
  public static final Option<Boolean> SHRINKDEBUGFILE =
      DETAIL.plainFlag(
          "-shrinkdebugfile",
          true,
          "Cut a large log file at the start (default: 1 when no -debug is given)");

  private LoggingOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(FILE.options(), DETAIL.options());
  }
}
