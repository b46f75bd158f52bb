// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Makes bundles of the greeting packages: contract, provider and consumer apart from each other.
 */
final class GreetingBundles {
  private static final String CONTRACT = "org.moneyrocket.itests.greeting";

  private GreetingBundles() {}

  /** Returns the folder that holds the module's main classes and what bnd made of them. */
  private static Path classes() {
    return Path.of(System.getProperty("project.root")).resolve("itests/target/classes");
  }

  static Path contract(Path folder) throws IOException {
    return make(
        folder, "contract", CONTRACT, Map.of("Export-Package", CONTRACT + ";version=1.0.0"));
  }

  static Path provider(Path folder) throws IOException {
    return component(folder, "provider", CONTRACT + ".provider.GreeterService");
  }

  static Path consumer(Path folder) throws IOException {
    return component(folder, "consumer", CONTRACT + ".consumer.GreeterUser");
  }

  private static Path component(Path folder, String name, String component) throws IOException {
    return make(
        folder,
        name,
        CONTRACT + "." + name,
        Map.of(
            "Import-Package", CONTRACT + ";version=\"[1,2)\"",
            "Service-Component", "OSGI-INF/" + component + ".xml"));
  }

  private static Path make(
      Path folder, String name, String packageName, Map<String, String> headers)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "greeting." + name);
    main.putValue("Bundle-Version", "1.0.0");
    headers.forEach(main::putValue);
    Path jar = folder.resolve("greeting." + name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      String path = packageName.replace('.', '/');
      for (Path file : list(classes().resolve(path))) {
        add(entries, path + "/" + file.getFileName(), file);
      }
      String component = headers.get("Service-Component");
      if (component != null) {
        add(entries, component, classes().resolve(component));
      }
    }
    return jar;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static void add(JarOutputStream jar, String name, Path file) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(Files.readAllBytes(file));
    jar.closeEntry();
  }
}
