// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi framework of this process, filled from a bundle store. */
final class Container {
  private static final Logger log = LoggerFactory.getLogger(Container.class);

  private final Felix framework;
  // Holds the lock on the directory for the life of this process.
  private final CacheDirectory cache;

  /**
   * Makes a container; nothing runs yet.
   *
   * @param cache where the framework keeps its files; wiped first
   * @param systemPackages packages the class path gives to all bundles
   */
  Container(CacheDirectory cache, String systemPackages) throws BundleException {
    this.cache = cache;
    Map<String, Object> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.path().toString());
    // Bundles are started from the store itself, so that a fresh cache costs little and an old one
    // can never disagree with the store.
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, systemPackages);
    configuration.put("felix.log.logger", new FrameworkLog());
    configuration.put("felix.log.level", "3");
    configuration.put("felix.shutdown.hook", "false");
    configuration.put("ds.loglevel", "warn");
    configuration.put("rsa.export.policy.filter", "(name=moneyrocket)");
    framework = new Felix(configuration);
    framework.init();
  }

  /** Returns the context of the framework itself, for services of the launcher. */
  BundleContext context() {
    return framework.getBundleContext();
  }

  /**
   * Installs and starts the bundles in order.
   *
   * @param stopping asked between any two bundles; true ends the start early
   */
  void start(List<Path> files, BooleanSupplier stopping) throws BundleException {
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    for (Path file : files) {
      bundles.add(context.installBundle("reference:" + file.toUri()));
    }
    framework.start();
    for (Bundle bundle : bundles) {
      if (stopping.getAsBoolean()) {
        return;
      }
      if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
    log.debug("Container with {} bundles is up", bundles.size());
  }

  /** Stops all bundles in reverse order of their start and waits for the end. */
  void stop() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(0);
  }
}
