// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * The class path of this process. Some of its jars lie in the bundle store: their classes belong to
 * bundles. Of the others, those that are bundles themselves give all packages they export to the
 * container, except the framework, which exports its own: options and logging are needed before the
 * framework runs, so they exist once, outside of it.
 */
final class SystemPackages {
  private static final String FRAMEWORK = "org.apache.felix.framework";
  private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

  private SystemPackages() {}

  /**
   * Returns the jars and directories of a class path that exist, free of symbolic links, in their
   * order.
   */
  static List<Path> classPath(String text) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : SEPARATOR.split(text)) {
      if (!part.isEmpty() && Files.exists(Path.of(part))) {
        files.add(Path.of(part).toRealPath());
      }
    }
    return files;
  }

  /**
   * Returns the value of {@code org.osgi.framework.system.packages.extra}.
   *
   * @param classPath as {@link #classPath} gives it
   * @param store the bundle store, whose jars give nothing
   */
  static String of(List<Path> classPath, Path store) throws IOException {
    Path bundles = store.toRealPath();
    StringJoiner packages = new StringJoiner(",");
    for (Path file : classPath) {
      if (file.startsWith(bundles) || !file.toString().endsWith(".jar")) {
        continue;
      }
      try (JarFile jar = new JarFile(file.toFile(), false)) {
        Manifest manifest = jar.getManifest();
        Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String name = main.getValue("Bundle-SymbolicName");
        String exports = main.getValue("Export-Package");
        if (name != null && exports != null && !name.startsWith(FRAMEWORK)) {
          packages.add(exports);
        }
      }
    }
    return packages.toString();
  }
}
