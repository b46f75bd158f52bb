// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import org.moneyrocket.ipc.spawn.Wiring;
import org.moneyrocket.settings.process.HostProcess;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the components of this bundle share. */
@Component(service = IpcRuntime.class)
public final class IpcRuntime {
  /** Framework property: {@code direct} (the default) or {@code topology}. */
  static final String DISCOVERY = "moneyrocket.discovery";

  private final Wiring wiring;
  private final PeerHub hub;
  private final boolean usesTopologyManager;

  /** Reads the wiring of this process. */
  @Activate
  public IpcRuntime(BundleContext context, @Reference HostProcess host) throws IOException {
    this.wiring = Wiring.read(host.profile());
    this.hub = new PeerHub(wiring);
    this.usesTopologyManager = "topology".equals(context.getProperty(DISCOVERY));
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
}
