// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.nio.file.Path;
import java.util.List;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.IpcOptions;

/**
 * The command line of a child. Every user of the machine can read it, so it only says whose child
 * it is; the options come over its standard input, see {@link ChildOptions}.
 */
final class ChildCommand {
  private ChildCommand() {}

  static List<String> of(Path home, String program, Settings settings) {
    return List.of(
        home.resolve("bin").resolve(program).toString(),
        IpcOptions.IPCFD.name() + "=0",
        GeneralOptions.DATADIR.name() + "=" + settings.dataDirectory().base(),
        ChainOptions.CHAIN.name() + "=" + settings.chain().id());
  }
}
