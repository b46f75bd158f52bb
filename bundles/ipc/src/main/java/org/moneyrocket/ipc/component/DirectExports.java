// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.ipc.spawn.Wiring;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.remoteserviceadmin.ExportRegistration;
import org.osgi.service.remoteserviceadmin.RemoteConstants;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the local services whose contracts leave the process according to the profile, the moment
 * they are registered. With a topology manager {@link ProfileExportPolicy} takes its place.
 */
@Component(service = {})
public final class DirectExports {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private final RemoteServiceAdmin admin;
  private final Wiring wiring;
  private final ServiceTracker<Object, Collection<ExportRegistration>> tracker;

  /** Starts to export, unless a topology manager does it. */
  @Activate
  public DirectExports(
      BundleContext context,
      @Reference IpcRuntime runtime,
      @Reference(target = "(remote.configs.supported=" + PeerEndpoints.CONFIG + ")")
          RemoteServiceAdmin admin)
      throws InvalidSyntaxException {
    this.admin = admin;
    this.wiring = runtime.wiring();
    this.tracker = new Exporter(context, filter(wiring));
    if (!runtime.usesTopologyManager() && !wiring.exports().isEmpty()) {
      tracker.open();
    }
  }

  /** Takes all services back. */
  @Deactivate
  public void stop() {
    tracker.close();
  }

  private static Filter filter(Wiring wiring) throws InvalidSyntaxException {
    StringBuilder filter = new StringBuilder("(&(!(service.imported=*))(|(objectClass=)");
    for (String contract : wiring.exports().keySet()) {
      filter.append("(objectClass=").append(contract).append(')');
    }
    return FrameworkUtil.createFilter(filter.append("))").toString());
  }

  /** The properties that make Aries export a service with our provider. */
  static Map<String, Object> exportProperties(ServiceReference<?> reference, Wiring wiring) {
    List<String> leaving =
        wiring.leaving(List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)));
    Map<String, Object> properties = new HashMap<>();
    if (!leaving.isEmpty()) {
      properties.put(RemoteConstants.SERVICE_EXPORTED_INTERFACES, leaving.toArray(new String[0]));
      properties.put(RemoteConstants.SERVICE_EXPORTED_CONFIGS, new String[] {PeerEndpoints.CONFIG});
    }
    return properties;
  }

  private final class Exporter extends ServiceTracker<Object, Collection<ExportRegistration>> {
    Exporter(BundleContext context, Filter filter) {
      super(context, filter, null);
    }

    @Override
    public Collection<ExportRegistration> addingService(ServiceReference<Object> reference) {
      Collection<ExportRegistration> registrations =
          admin.exportService(reference, exportProperties(reference, wiring));
      for (ExportRegistration registration : registrations) {
        if (registration.getException() != null) {
          log.error("{} cannot leave the process", reference, registration.getException());
        }
      }
      return registrations;
    }

    @Override
    public void removedService(
        ServiceReference<Object> reference, Collection<ExportRegistration> registrations) {
      registrations.forEach(ExportRegistration::close);
    }
  }
}
