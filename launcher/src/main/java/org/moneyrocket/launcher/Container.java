// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi framework of this process, filled from a bundle store. */
final class Container {
  private static final Logger log = LoggerFactory.getLogger(Container.class);

  private static final long SHELL_WAIT_MILLIS = 10_000;

  private final Framework framework;
  // Holds the lock on the directory for the life of this process.
  private final CacheDirectory cache;

  /**
   * Makes a container; nothing runs yet.
   *
   * @param cache where the framework keeps its files; wiped first
   * @param systemPackages packages the class path gives to all bundles
   * @param connector knows the bundles whose classes are on the class path
   */
  Container(CacheDirectory cache, String systemPackages, ConnectedBundles connector)
      throws BundleException {
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
    framework = framework(configuration, connector);
    framework.init();
    ConnectedClasses.belongTo(framework.getBundleContext(), connector);
  }

  // Felix takes a logger that is an object; the interface of its factory speaks of text alone.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Framework framework(Map<String, Object> configuration, ModuleConnector connector) {
    return new FrameworkFactory().newFramework((Map) configuration, connector);
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
      bundles.add(context.installBundle(location(file)));
    }
    framework.start();
    // All in one go; each on its own would be a search of its own.
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
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

  /**
   * Starts the bundles of the shell, unless they run already.
   *
   * @return who takes terminals
   * @throws BundleException if they do not come up within ten seconds
   */
  synchronized Consumer<SocketChannel> shell(List<Path> files) throws BundleException {
    BundleContext context = framework.getBundleContext();
    List<Bundle> bundles = new ArrayList<>();
    for (Path file : files) {
      bundles.add(context.installBundle(location(file)));
    }
    for (Bundle bundle : bundles) {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
    ServiceTracker<Object, Consumer<SocketChannel>> tracker =
        new ServiceTracker<>(context, shellFilter(context), null);
    tracker.open();
    try {
      Consumer<SocketChannel> shell = tracker.waitForService(SHELL_WAIT_MILLIS);
      if (shell == null) {
        throw new BundleException("the shell did not come up");
      }
      return shell;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BundleException("the process is ending", e);
    } finally {
      tracker.close();
    }
  }

  private static String location(Path file) throws BundleException {
    try {
      return ConnectedBundles.location(file);
    } catch (IOException e) {
      throw new BundleException("Cannot read bundle " + file, e);
    }
  }

  private static Filter shellFilter(BundleContext context) throws BundleException {
    try {
      return context.createFilter("(moneyrocket.shell=true)");
    } catch (InvalidSyntaxException e) {
      throw new BundleException("the shell's filter", e);
    }
  }

  /** Stops all bundles in reverse order of their start and waits for the end. */
  void stop() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(0);
  }
}
