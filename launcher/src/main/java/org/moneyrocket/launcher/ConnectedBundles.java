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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Path> classPath;
  private final ClassLoader loader;
  private final Map<Path, Stamp> connected = new ConcurrentHashMap<>();

  /**
   * Connects the bundles found on a class path.
   *
   * @param classPath its jars
   * @param loader what loads their classes
   */
  ConnectedBundles(Iterable<Path> classPath, ClassLoader loader) throws IOException {
    this.classPath = new HashSet<>();
    for (Path file : classPath) {
      if (Files.exists(file)) {
        this.classPath.add(file.toRealPath());
      }
    }
    this.loader = loader;
  }

  /**
   * Returns the location of a bundle: its file, free of symbolic links, as class files of the class
   * path know where they come from.
   */
  static String location(Path file) throws IOException {
    return file.toRealPath().toFile().toURI().toString();
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
    return Optional.of(() -> content);
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
