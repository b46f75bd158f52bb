// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.catalogue;

import static org.moneyrocket.settings.OptionFlag.HIDDEN;
import static org.moneyrocket.settings.OptionFlag.UNAVAILABLE;

import java.util.List;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Option.Topic;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.Program;

/**
 * Other processes: how they connect, whether they are confined, and replacing bundles at run time.
 */
public final class IpcOptions {
  private static final Topic IPC =
      new Topic(OptionCategory.IPC, Program.NODE, Program.GUI, Program.WALLET);

  public static final Option<List<String>> IPCBIND =
      IPC.list(
          "-ipcbind=<address>",
          "Listen for other processes: unix for node.sock in the chain's directory, or unix:path."
              + " May be repeated.");
  public static final Option<String> IPCCONNECT =
      IPC.text(
          "-ipcconnect=<address>",
          "",
          "Connect to a running node instead of starting one: unix, or unix:path");
  public static final Option<String> IPCFD =
      IPC.text(
          "-ipcfd=<n>",
          "",
          "Inherited descriptor of the parent process; set by the parent",
          HIDDEN);
  public static final Option<Boolean> IPCWINDOW =
      IPC.plainFlag(
          "-ipcwindow",
          false,
          "Whether a window started this process or its parent; set by the window",
          HIDDEN);
  public static final Option<Boolean> HOTDEPLOY =
      IPC.plainFlag("-hotdeploy", false, "", HIDDEN, UNAVAILABLE);
  public static final Option<Boolean> SANDBOX =
      IPC.plainFlag("-sandbox", false, "", HIDDEN, UNAVAILABLE);

  private IpcOptions() {}

  /** Returns all options of the topic. */
  public static List<Option<?>> all() {
    return IPC.options();
  }
}
