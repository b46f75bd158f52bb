// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.memory.HeapPlan;
import org.moneyrocket.settings.memory.MachineMemory;
import org.moneyrocket.settings.process.Role;

/**
 * The command line of a child. Every user of the machine can read it, so it only says whose child
 * it is; the options come over its standard input, see {@link ChildOptions}.
 */
final class ChildCommand {
  private ChildCommand() {}

  static List<String> of(Path home, String program, Role role, Settings settings) {
    HeapPlan heap = HeapPlan.of(settings, Set.of(role), MachineMemory.mebibytes());
    return List.of(
        home.resolve("bin").resolve(program).toString(),
        IpcOptions.IPCFD.name() + "=0",
        // Read by the script, since the virtual machine is there before the options are.
        GeneralOptions.MAXHEAP.name() + "=" + heap.heapMebibytes(),
        GeneralOptions.DATADIR.name() + "=" + settings.dataDirectory().base(),
        ChainOptions.CHAIN.name() + "=" + settings.chain().id());
  }
}
