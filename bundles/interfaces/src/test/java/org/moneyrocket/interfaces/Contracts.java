// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All types of this bundle, found in its class files. */
final class Contracts {
  private Contracts() {}

  static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("bnd.bnd")) ? here : here.resolve("bundles/interfaces");
  }

  /** Returns every public type, sorted by name. */
  static List<Class<?>> types() {
    Path classes = module().resolve("target/classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .sorted()
          .<Class<?>>map(Contracts::load)
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Contracts.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
