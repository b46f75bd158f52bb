// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;

/**
 * The command line of a child: our own options as far as the child knows them, and what ties it to
 * us.
 */
final class ChildCommand {
  /** What must not be handed down: how this process was started and whom it talks to. */
  private static final List<String> OURS =
      List.of("daemon", "daemonwait", "ipcconnect", "ipcfd", "pid");

  private ChildCommand() {}

  static List<String> of(Path home, String role, String program, Settings settings) {
    Program options = role.equals("node") ? Program.NODE : Program.WALLET;
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(program).toString());
    for (String argument : settings.commandLineFor(options)) {
      if (isHandedDown(key(argument), role)) {
        command.add(argument);
      }
    }
    // A wallet that was started by a node answers through it; a node under a window answers itself,
    // if the window was told so.
    boolean server = role.equals("node") && settings.get(RpcOptions.SERVER);
    command.add(RpcOptions.SERVER.name() + (server ? "=1" : "=0"));
    if (role.equals("node")) {
      // Only windows start nodes. The node hands this down to its wallet like any option.
      command.add(IpcOptions.IPCWINDOW.name() + "=1");
    }
    command.add(IpcOptions.IPCFD.name() + "=0");
    return command;
  }

  private static boolean isHandedDown(String key, String role) {
    return !OURS.contains(key)
        && !key.equals(RpcOptions.SERVER.key())
        && !(role.equals("wallet") && key.equals(IpcOptions.IPCBIND.key()));
  }

  private static String key(String argument) {
    int end = argument.indexOf('=');
    String name = argument.substring(1, end < 0 ? argument.length() : end);
    return end < 0 && name.startsWith("no") ? name.substring(2) : name;
  }
}
