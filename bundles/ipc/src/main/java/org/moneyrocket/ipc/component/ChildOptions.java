// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.Set;
import org.moneyrocket.settings.Handover;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.OptionFlag;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.process.Role;

/** What a child gets of our options: those it knows, less what is ours alone. */
final class ChildOptions {
  /** How this process was started, and whom it talks to. */
  private static final Set<Option<?>> OURS =
      Set.of(
          GeneralOptions.DAEMON,
          GeneralOptions.DAEMONWAIT,
          IpcOptions.IPCCONNECT,
          IpcOptions.IPCFD,
          RpcOptions.SERVER);

  private ChildOptions() {}

  static Handover of(String role, Settings settings) {
    boolean node = role.equals(Role.NODE.id());
    // A wallet that was started by a node answers through it; a node under a window answers itself,
    // if the window was told so.
    boolean server = node && settings.get(RpcOptions.SERVER);
    Handover handover =
        new Handover(
                settings,
                node ? Program.NODE : Program.WALLET,
                option -> isFor(option, node, server))
            .with(RpcOptions.SERVER, server ? "1" : "0");
    // Only windows start nodes. The node hands this on to its wallet like any option.
    return node ? handover.with(IpcOptions.IPCWINDOW, "1") : handover;
  }

  private static boolean isFor(Option<?> option, boolean node, boolean server) {
    // Passwords go to who asks for them; sockets are opened by the node.
    return !OURS.contains(option)
        && (server || !option.has(OptionFlag.SECRET))
        && (node || !option.equals(IpcOptions.IPCBIND));
  }
}
