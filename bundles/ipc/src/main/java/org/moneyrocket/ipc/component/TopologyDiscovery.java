// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.EndpointEvent;
import org.osgi.service.remoteserviceadmin.EndpointEventListener;

/**
 * Tells a topology manager which services peers offer, as the Remote Service Admin specification
 * describes it. Used instead of {@link DirectDiscovery} when the framework property {@code
 * moneyrocket.discovery} is {@code topology}.
 */
@Component(service = {})
public final class TopologyDiscovery implements Discovery {
  private final BundleContext context;
  private final PeerHub hub;
  private final boolean chosen;
  private final Map<String, EndpointDescription> endpoints = new ConcurrentHashMap<>();
  private final Map<ServiceReference<EndpointEventListener>, EndpointEventListener> listeners =
      new ConcurrentHashMap<>();

  /** Starts to tell, if this way of discovery is chosen. */
  @Activate
  public TopologyDiscovery(BundleContext context, @Reference IpcRuntime runtime) {
    this.context = context;
    this.hub = runtime.hub();
    this.chosen = runtime.usesTopologyManager();
    if (chosen) {
      hub.discoverWith(this);
    }
  }

  /** Tells that everything is gone. */
  @Deactivate
  public void stop() {
    if (chosen) {
      hub.stopDiscovery(this);
    }
  }

  /** Tells a new listener what is there. */
  @Reference(
      service = EndpointEventListener.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addListener(
      EndpointEventListener listener, ServiceReference<EndpointEventListener> reference) {
    listeners.put(reference, listener);
    endpoints
        .values()
        .forEach(endpoint -> tell(EndpointEvent.ADDED, endpoint, reference, listener));
  }

  void removeListener(ServiceReference<EndpointEventListener> reference) {
    listeners.remove(reference);
  }

  @Override
  public void arrived(EndpointDescription endpoint) {
    if (endpoints.putIfAbsent(endpoint.getId(), endpoint) == null) {
      listeners.forEach(
          (reference, listener) -> tell(EndpointEvent.ADDED, endpoint, reference, listener));
      if (!hub.isOffered(endpoint.getId())) {
        gone(endpoint);
      }
    }
  }

  @Override
  public void gone(EndpointDescription endpoint) {
    if (endpoints.remove(endpoint.getId()) != null) {
      listeners.forEach(
          (reference, listener) -> tell(EndpointEvent.REMOVED, endpoint, reference, listener));
    }
  }

  private void tell(
      int kind,
      EndpointDescription endpoint,
      ServiceReference<EndpointEventListener> reference,
      EndpointEventListener listener) {
    for (String scope : scopes(reference)) {
      if (endpoint.matches(scope)) {
        listener.endpointChanged(new EndpointEvent(kind, endpoint), scope);
        return;
      }
    }
  }

  private static List<String> scopes(ServiceReference<?> reference) {
    Object value = reference.getProperty(EndpointEventListener.ENDPOINT_LISTENER_SCOPE);
    List<String> scopes = new ArrayList<>();
    switch (value) {
      case null -> {
        // A listener without a scope hears nothing.
      }
      case String[] several -> scopes.addAll(List.of(several));
      case Collection<?> several -> several.forEach(scope -> scopes.add(scope.toString()));
      default -> scopes.add(value.toString());
    }
    return scopes;
  }
}
