// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Bundles whose classes the class path of this process has already (OSGi Core 8, chapter 60). The
 * virtual machine remembers such classes, linked, from one start to the next, which it does for no
 * class loader but its own; a container of them starts in a third of the time.
 *
 * <p>A bundle whose file has changed since the start gets a class loader of its own when it is
 * updated, like any bundle that is not on the class path.
 */
final class ConnectedBundles implements ModuleConnector {
  private final List<Path> classPath;
  private final ClassLoader loader;
  private final Map<Path, Stamp> connected = new ConcurrentHashMap<>();

  /** What lies in the jars that are bundles, in the order of the class path. */
  private final Map<Path, JarContent> contents;

  /** Where classes that were asked for belong, by the name of their file in a jar. */
  private final Map<String, String> homes = new ConcurrentHashMap<>();

  /**
   * Connects the bundles found on a class path.
   *
   * @param classPath its jars
   * @param loader what loads their classes
   */
  ConnectedBundles(Iterable<Path> classPath, ClassLoader loader) throws IOException {
    this.classPath = new ArrayList<>();
    for (Path file : classPath) {
      if (Files.exists(file)) {
        this.classPath.add(file.toRealPath());
      }
    }
    this.loader = loader;
    this.contents = new ConcurrentSkipListMap<>(Comparator.comparingInt(this.classPath::indexOf));
  }

  /** Returns the location of a bundle: its file, free of symbolic links. */
  static String location(Path file) throws IOException {
    return uri(file.toRealPath());
  }

  private static String uri(Path file) {
    return file.toFile().toURI().toString();
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing is kept from one start to the next.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    if (!location.startsWith("file:")) {
      return Optional.empty();
    }
    Path file = Path.of(URI.create(location));
    if (!classPath.contains(file)) {
      return Optional.empty();
    }
    try {
      Stamp now = Stamp.of(file);
      Stamp atStart = connected.putIfAbsent(file, now);
      if (atStart != null && !atStart.equals(now)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JarContent content = new JarContent(file, loader);
    contents.putIfAbsent(file, content);
    return Optional.of(() -> content);
  }

  /**
   * Returns the location of the bundle that a class of the class path belongs to: the first whose
   * jar holds it, which is where the class path finds it. A class is not asked where it comes from:
   * one that the virtual machine remembers from an earlier start may not know.
   */
  Optional<String> locationOf(Class<?> type) {
    if (type.getClassLoader() != loader) {
      return Optional.empty();
    }
    String file = outermost(type).getName().replace('.', '/') + ".class";
    String known = homes.get(file);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found = find(file);
    found.ifPresent(location -> homes.put(file, location));
    return found;
  }

  // Classes without a file of their own, such as those of lambda expressions, belong to their nest.
  private static Class<?> outermost(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element.getNestHost();
  }

  private Optional<String> find(String entry) {
    return contents.entrySet().stream()
        .filter(jar -> jar.getValue().getEntry(entry).isPresent())
        .map(jar -> uri(jar.getKey()))
        .findFirst();
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }

  private record Stamp(long size, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }
  }
}
