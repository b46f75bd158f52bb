// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.Map;
import org.apache.aries.rsa.spi.ExportPolicy;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells a topology manager which services leave the process: those the profile names. Selected by
 * the framework property {@code rsa.export.policy.filter}.
 */
@Component(property = "name=moneyrocket")
public final class ProfileExportPolicy implements ExportPolicy {
  private final IpcRuntime runtime;

  /** Follows the profile of this process. */
  @Activate
  public ProfileExportPolicy(@Reference IpcRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Map<String, ?> additionalParameters(ServiceReference<?> service) {
    return runtime.usesTopologyManager() && service.getProperty("service.imported") == null
        ? DirectExports.exportProperties(service, runtime.wiring())
        : Map.of();
  }
}
