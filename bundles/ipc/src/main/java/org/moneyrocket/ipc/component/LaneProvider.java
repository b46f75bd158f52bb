// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.aries.rsa.spi.DistributionProvider;
import org.apache.aries.rsa.spi.Endpoint;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** Carries services between containers over connections of lanes. */
@Component(
    property = {
      "remote.configs.supported=" + PeerEndpoints.CONFIG,
      // Both calls and their order are what a local service gives, without further promises.
      "remote.intents.supported=osgi.basic"
    })
public final class LaneProvider implements DistributionProvider {
  private final PeerHub hub;
  private final String framework;
  private final AtomicLong nextId = new AtomicLong();

  /** Provides for this container. */
  @Activate
  public LaneProvider(BundleContext context, @Reference IpcRuntime runtime) {
    this.hub = runtime.hub();
    this.framework = context.getProperty(Constants.FRAMEWORK_UUID);
  }

  @Override
  public String[] getSupportedTypes() {
    return new String[] {PeerEndpoints.CONFIG};
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Endpoint exportService(
      Object service, BundleContext context, Map<String, Object> properties, Class[] contracts) {
    List<Class<?>> types = types(contracts);
    String id = Long.toString(nextId.incrementAndGet());
    Map<String, Object> travelling = PeerEndpoints.travelling(properties);
    EndpointDescription description =
        PeerEndpoints.local(
            framework, id, travelling, types.stream().<String>map(Class::getName).toList());
    hub.export(new PeerHub.Export(id, travelling, service, types));
    return new Endpoint() {
      @Override
      public EndpointDescription description() {
        return description;
      }

      @Override
      public void close() {
        hub.withdraw(id);
      }
    };
  }

  @Override
  @SuppressWarnings("rawtypes")
  public @Nullable Object importEndpoint(
      ClassLoader consumer,
      BundleContext context,
      Class[] contracts,
      EndpointDescription endpoint) {
    return hub.importService(endpoint.getId(), types(contracts));
  }

  @SuppressWarnings("rawtypes")
  private static List<Class<?>> types(Class[] classes) {
    return Arrays.<Class<?>>asList(classes);
  }
}
