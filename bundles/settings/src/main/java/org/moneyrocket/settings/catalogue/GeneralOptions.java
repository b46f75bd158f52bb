// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.NO_NEGATION;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/** Help, version, configuration files and places of files. */
public final class GeneralOptions {
  private static final Topic GENERAL =
      new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic EVERYWHERE =
      new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI, Program.WALLET, Program.CLI);
  private static final Topic DEBUG =
      new Topic(OptionCategory.DEBUG, Program.NODE, Program.GUI, Program.WALLET);
  private static final Topic NODE = new Topic(OptionCategory.GENERAL, Program.NODE, Program.GUI);
  private static final Topic BACKGROUND = new Topic(OptionCategory.GENERAL, Program.NODE);

  public static final Option<Boolean> HELP =
      EVERYWHERE.plainFlag("-help", false, "Print this text and exit (-h and -? do the same)");
  public static final Option<Boolean> HELP_H = EVERYWHERE.plainFlag("-h", false, "", HIDDEN);
  public static final Option<Boolean> HELP_QUESTION = EVERYWHERE.plainFlag("-?", false, "", HIDDEN);
  public static final Option<Boolean> HELP_DEBUG =
      DEBUG.plainFlag(
          "-help-debug", false, "Print this text including the options for debugging, and exit");
  public static final Option<Boolean> VERSION =
      EVERYWHERE.plainFlag("-version", false, "Print the version and exit");

  public static final Option<Boolean> DAEMON =
      BACKGROUND.flag("-daemon", false, "Run in the background and accept commands");
  public static final Option<Boolean> DAEMONWAIT =
      BACKGROUND.flag(
          "-daemonwait",
          false,
          "Run in the background, and return when the start is complete. Implies -daemon.");

  public static final Option<String> CONF =
      EVERYWHERE.path(
          "-conf=<file>",
          "",
          "Configuration file to read; a relative path starts at the data directory. Only on the"
              + " command line. -noconf reads none. (default: moneyrocket.conf, or bitcoin.conf"
              + " under the compatible program names)");
  public static final Option<String> DATADIR =
      EVERYWHERE.path("-datadir=<dir>", "", "Data directory; it must exist", NO_NEGATION);
  public static final Option<List<String>> INCLUDECONF =
      GENERAL.list(
          "-includeconf=<file>",
          "Read another configuration file, relative to the data directory. Only inside the"
              + " configuration file.");
  public static final Option<Boolean> ALLOWIGNOREDCONF =
      GENERAL.flag(
          "-allowignoredconf",
          false,
          "Only warn when the data directory holds a configuration file that is not used");
  public static final Option<String> SETTINGS =
      GENERAL.path(
          "-settings=<file>",
          "settings.json",
          "File that keeps settings made at run time, relative to the chain's directory."
              + " -nosettings turns it off.");
  public static final Option<Long> MAXHEAP =
      GENERAL.plainNumber(
          "-maxheap=<n>",
          0,
          "Most Java heap of each process in MiB, at least 64; what -dbcache takes comes on top"
              + " (default: follows from -maxmempool, -maxconnections and the parts of the"
              + " process)");
  public static final Option<String> BLOCKSDIR =
      GENERAL.path(
          "-blocksdir=<dir>", "", "Directory that holds the block files (default: <datadir>)");
  public static final Option<String> PID =
      NODE.path(
          "-pid=<file>",
          "",
          "File with the process id, relative to the chain's directory (default:"
              + " moneyrocketd.pid, or bitcoind.pid under the compatible program names)");

  public static final Option<String> ALERTNOTIFY =
      NODE.text(
          "-alertnotify=<cmd>",
          "",
          "Command to run when a warning comes up; %s is its text in quotation marks");
  public static final Option<String> BLOCKNOTIFY =
      NODE.text(
          "-blocknotify=<cmd>", "", "Command to run when the best block changes; %s is its hash");
  public static final Option<String> STARTUPNOTIFY =
      NODE.text("-startupnotify=<cmd>", "", "Command to run when the start is complete");
  public static final Option<List<String>> SHUTDOWNNOTIFY =
      NODE.list(
          "-shutdownnotify=<cmd>",
          "Command to run before the shutdown, which waits for it to end. May be given several"
              + " times.");

  private GeneralOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return Catalogue.join(
        GENERAL.options(),
        EVERYWHERE.options(),
        DEBUG.options(),
        NODE.options(),
        BACKGROUND.options());
  }
}
