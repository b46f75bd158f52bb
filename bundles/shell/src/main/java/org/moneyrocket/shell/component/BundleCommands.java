// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.moneyrocket.shell.session.Table;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code bundle:…}, with the names that Karaf uses. */
@Component(
    service = BundleCommands.class,
    property = {
      "osgi.command.scope=bundle",
      "osgi.command.function=list",
      "osgi.command.function=restart",
      "osgi.command.function=update"
    })
public final class BundleCommands {
  private final BundleContext context;

  @Activate
  public BundleCommands(BundleContext context) {
    this.context = context;
  }

  /** Lists the bundles of this process. */
  public Table list() {
    Table table = new Table("id", "state", "name", "version");
    for (Bundle b : context.getBundles()) {
      table.row(b.getBundleId(), state(b), b.getSymbolicName(), b.getVersion().toString());
    }
    return table;
  }

  /** Stops and starts a bundle, named by id or symbolic name. */
  public String restart(String which) throws BundleException {
    Bundle bundle = find(which);
    bundle.stop();
    bundle.start();
    return bundle.getSymbolicName() + " is " + state(bundle);
  }

  /** Reads a bundle's file again and restarts it, once. */
  public String update(String which) throws BundleException, InterruptedException {
    Bundle bundle = find(which);
    boolean running = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
    // Stopped until its new classes are in place; a running one would be started by the update and
    // once more by the refresh.
    bundle.stop(Bundle.STOP_TRANSIENT);
    try {
      bundle.update();
      refresh(bundle);
    } finally {
      if (running) {
        bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      }
    }
    return bundle.getSymbolicName() + " is updated";
  }

  /** Gives whoever is wired to the old classes the new ones, and waits for that. */
  private void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    refreshed.await();
  }

  private Bundle find(String which) {
    return BundleNames.find(context, which)
        .orElseThrow(() -> new IllegalArgumentException("no bundle " + which));
  }

  private static String state(Bundle bundle) {
    String state =
        switch (bundle.getState()) {
          case Bundle.ACTIVE -> "Active";
          case Bundle.RESOLVED -> isFragment(bundle) ? "Fragment" : "Resolved";
          case Bundle.INSTALLED -> "Installed";
          case Bundle.STARTING -> "Starting";
          case Bundle.STOPPING -> "Stopping";
          default -> "Uninstalled";
        };
    return state.toUpperCase(Locale.ROOT).charAt(0) + state.substring(1);
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get("Fragment-Host") != null
        || !bundle
            .adapt(org.osgi.framework.wiring.BundleRevision.class)
            .getDeclaredRequirements(HostNamespace.HOST_NAMESPACE)
            .isEmpty();
  }
}
