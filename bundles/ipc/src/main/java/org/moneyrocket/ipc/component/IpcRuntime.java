// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.util.stream.Collectors;
import org.moneyrocket.ipc.connection.Identity;
import org.moneyrocket.ipc.connection.PeerRoom;
import org.moneyrocket.ipc.spawn.Wiring;
import org.moneyrocket.settings.OpenFiles;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What the components of this bundle share. */
@Component(service = IpcRuntime.class)
public final class IpcRuntime {
  /** Framework property: {@code direct} (the default) or {@code topology}. */
  static final String DISCOVERY = "moneyrocket.discovery";

  private static final int LEAST_LANES = 64;
  private static final int MOST_LANES = 2048;

  private final Wiring wiring;
  private final PeerHub hub;
  private final boolean usesTopologyManager;
  private final Neighbours neighbours;
  private final MemoryBudget.Account messages;

  /** Reads the wiring of this process. */
  @Activate
  public IpcRuntime(
      BundleContext context, @Reference HostProcess host, @Reference Settings settings)
      throws IOException {
    this.wiring = Wiring.read(host.profile());
    this.hub = new PeerHub(wiring);
    this.usesTopologyManager = "topology".equals(context.getProperty(DISCOVERY));
    this.messages = MemoryBudget.process().open("messages of processes", 0.05, 0.5);
    // Peers have other descriptors too, and so has everything else here.
    int lanes = Math.clamp(OpenFiles.limit() / 4, LEAST_LANES, MOST_LANES);
    this.neighbours =
        new Neighbours(
            () -> identity(context, host, settings), wiring, hub, new PeerRoom(lanes, messages));
  }

  /** Gives back what this bundle has of the memory of the process. */
  @Deactivate
  public void close() {
    messages.close();
  }

  private Identity identity(BundleContext context, HostProcess host, Settings settings) {
    return new Identity(
        Product.VERSION,
        settings.chain().id(),
        host.roles().stream().map(Role::id).sorted().collect(Collectors.joining("+")),
        ProcessHandle.current().pid(),
        context.getProperty(Constants.FRAMEWORK_UUID),
        ContractPackages.describe(context, wiring));
  }

  Wiring wiring() {
    return wiring;
  }

  PeerHub hub() {
    return hub;
  }

  boolean usesTopologyManager() {
    return usesTopologyManager;
  }

  Neighbours neighbours() {
    return neighbours;
  }
}
