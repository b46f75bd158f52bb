// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.moneyrocket.itests.harness.Installation;
import org.ops4j.pax.exam.Option;

/** Puts a container together for Pax Exam as the launcher does it. */
final class ContainerOptions {
  /** Bundles without which nothing crosses a process, in the order of their start. */
  static final List<String> IPC =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component",
          "org.osgi.service.event",
          "org.apache.felix.configadmin",
          "org.apache.felix.scr",
          "org.apache.aries.rsa.spi",
          "org.apache.aries.rsa.core",
          "org.moneyrocket.primitives",
          "org.moneyrocket.interfaces",
          "org.moneyrocket.ipc");

  private static final Set<String> CLASS_PATH = Set.of("org.moneyrocket.settings", "slf4j.api");

  private ContainerOptions() {}

  /** Returns options for a container of the given bundles of the distribution and further jars. */
  static Option[] container(List<String> bundles, List<Path> jars) {
    List<Option> options = new ArrayList<>();
    options.add(junitBundles());
    // Logging comes from the class path, as in the programs.
    options.add(systemProperty("pax.exam.logging").value("none"));
    options.add(systemPackages(exports(), "org.assertj.core.api"));
    for (String name : bundles) {
      options.add(bundle(file(name).toUri().toString()));
    }
    for (Path jar : jars) {
      options.add(bundle(jar.toUri().toString()));
    }
    return options.toArray(Option[]::new);
  }

  /** Returns a bundle of the distribution. */
  static Path file(String name) {
    Path store = Installation.built().home().resolve("bundles");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(store, name + "-[0-9]*.jar")) {
      return files.iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String exports() {
    StringJoiner packages = new StringJoiner(",");
    try {
      Enumeration<URL> manifests =
          ContainerOptions.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
      while (manifests.hasMoreElements()) {
        try (InputStream in = manifests.nextElement().openStream()) {
          Attributes main = new Manifest(in).getMainAttributes();
          String name = main.getValue("Bundle-SymbolicName");
          if (name != null && CLASS_PATH.contains(name)) {
            packages.add(main.getValue("Export-Package"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packages.toString();
  }
}
