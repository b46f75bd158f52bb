// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The packages that the class path gives to all bundles: every package exported by a jar on it that
 * is a bundle itself, except the framework, which exports its own. Options and logging are needed
 * before the framework runs, so they exist once, outside of it.
 */
final class SystemPackages {
  private static final String FRAMEWORK = "org.apache.felix.framework";

  private SystemPackages() {}

  /** Returns the value of {@code org.osgi.framework.system.packages.extra}. */
  static String ofClassPath(ClassLoader loader) throws IOException {
    StringJoiner packages = new StringJoiner(",");
    Enumeration<URL> manifests = loader.getResources("META-INF/MANIFEST.MF");
    while (manifests.hasMoreElements()) {
      Attributes main;
      try (InputStream in = manifests.nextElement().openStream()) {
        main = new Manifest(in).getMainAttributes();
      }
      String name = main.getValue("Bundle-SymbolicName");
      String exports = main.getValue("Export-Package");
      if (name != null && exports != null && !name.startsWith(FRAMEWORK)) {
        packages.add(exports);
      }
    }
    return packages.toString();
  }
}
