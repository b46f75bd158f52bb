// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.moneyrocket.interfaces.echo.Echo;
import org.moneyrocket.ipc.connection.ContractPackage;
import org.moneyrocket.ipc.spawn.Wiring;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** Finds the packages of contracts in this container, for the handshake. */
final class ContractPackages {
  private ContractPackages() {}

  /** Describes the packages of our own contracts and of all others that leave the process. */
  static List<ContractPackage> describe(BundleContext context, Wiring wiring) {
    Bundle contracts = FrameworkUtil.getBundle(Echo.class);
    List<ContractPackage> result = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wires = bundle.adapt(BundleWiring.class);
      if (wires == null || bundle.getBundleId() == 0) {
        continue;
      }
      for (BundleCapability capability :
          wires.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
        Map<String, Object> attributes = capability.getAttributes();
        String name = String.valueOf(attributes.get(PackageNamespace.PACKAGE_NAMESPACE));
        if (bundle.equals(contracts) || leaves(name, wiring)) {
          String version =
              String.valueOf(attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE));
          result.add(ContractPackage.of(name, version, types(bundle, wires, name)));
        }
      }
    }
    return result;
  }

  private static boolean leaves(String packageName, Wiring wiring) {
    return wiring.exports().keySet().stream()
        .anyMatch(contract -> packageName.equals(packageOf(contract)));
  }

  private static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  private static List<Class<?>> types(Bundle bundle, BundleWiring wires, String packageName) {
    Collection<String> files =
        wires.listResources(
            packageName.replace('.', '/'), "*.class", BundleWiring.LISTRESOURCES_LOCAL);
    List<Class<?>> types = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith("package-info.class")) {
        continue;
      }
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      try {
        Class<?> type = bundle.loadClass(name);
        if (java.lang.reflect.Modifier.isPublic(type.getModifiers())) {
          types.add(type);
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("a listed class cannot be loaded: " + name, e);
      }
    }
    return types;
  }
}
