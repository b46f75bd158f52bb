// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Shows SQLite's driver its native library in the installation. Without that the driver writes a
 * copy to the temporary directory at every start, and cannot open any wallet where that directory
 * is read-only or may not hold programs.
 */
final class SqliteLibrary {
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Sets the driver's option, unless the user has. To be called before the driver is used. */
  static void locate() {
    if (System.getProperty(PATH_PROPERTY) == null) {
      find(System.getProperty("java.library.path", ""))
          .ifPresent(directory -> System.setProperty(PATH_PROPERTY, directory.toString()));
    }
  }

  /**
   * Finds the directory of the library for this machine.
   *
   * @param libraryPath directories below which it lies under the same path as in the driver's jar
   */
  static Optional<Path> find(String libraryPath) {
    for (String directory : libraryPath.split(File.pathSeparator, -1)) {
      Path folder = Path.of(directory, LibraryLoaderUtil.getNativeLibResourcePath());
      if (!directory.isEmpty()
          && Files.isReadable(folder.resolve(LibraryLoaderUtil.getNativeLibName()))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
