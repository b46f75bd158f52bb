// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.ImportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports every service that peers offer, at once and on the connection's thread: the topology
 * manager does the same on a pool of threads, only when somebody asks, and with races.
 */
@Component(
    service = {},
    enabled = true)
public final class DirectDiscovery implements Discovery {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  /** One imported service; its lock is held while it is imported or closed. */
  private static final class Import {
    private @Nullable ImportRegistration registration;
    private boolean closed;
  }

  private final PeerHub hub;
  private final RemoteServiceAdmin admin;
  private final Map<String, Import> imports = new ConcurrentHashMap<>();
  private final boolean chosen;

  /** Starts to import, if this way of discovery is chosen. */
  @Activate
  public DirectDiscovery(
      @Reference IpcRuntime runtime,
      @Reference(target = "(remote.configs.supported=" + PeerEndpoints.CONFIG + ")")
          RemoteServiceAdmin admin) {
    this.hub = runtime.hub();
    this.admin = admin;
    this.chosen = !runtime.usesTopologyManager();
    if (chosen) {
      hub.discoverWith(this);
    }
  }

  /** Closes all imports. */
  @Deactivate
  public void stop() {
    if (chosen) {
      hub.stopDiscovery(this);
    }
    imports.keySet().forEach(this::close);
  }

  @Override
  public void arrived(EndpointDescription endpoint) {
    Import made = new Import();
    if (imports.putIfAbsent(endpoint.getId(), made) != null) {
      return;
    }
    synchronized (made) {
      if (made.closed) {
        return;
      }
      ImportRegistration registration = admin.importService(endpoint);
      if (registration == null) {
        log.error("{} cannot be imported", endpoint.getInterfaces());
        return;
      }
      Throwable problem = registration.getException();
      if (problem != null) {
        log.error("{} cannot be imported", endpoint.getInterfaces(), problem);
        return;
      }
      made.registration = registration;
    }
    if (!hub.isOffered(endpoint.getId())) {
      close(endpoint.getId());
    }
  }

  @Override
  public void gone(EndpointDescription endpoint) {
    close(endpoint.getId());
  }

  private void close(String id) {
    Import made = imports.remove(id);
    if (made == null) {
      return;
    }
    synchronized (made) {
      made.closed = true;
      if (made.registration != null) {
        made.registration.close();
      }
    }
  }
}
