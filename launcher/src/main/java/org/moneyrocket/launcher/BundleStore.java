// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.moneyrocket.settings.IoText;

/**
 * The directory of bundle files. A bundle named NAME lies in {@code NAME.jar} or {@code
 * NAME-VERSION.jar}.
 */
final class BundleStore {
  private final Path directory;
  private final Map<String, Path> files = new HashMap<>();

  BundleStore(Path directory) {
    this.directory = directory;
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : jars) {
        String name = nameOf(jar.getFileName().toString());
        Path other = files.put(name, jar);
        if (other != null) {
          throw new BrokenInstallation(
              "Two files for bundle "
                  + name
                  + ": "
                  + other.getFileName()
                  + ", "
                  + jar.getFileName());
        }
      }
    } catch (IOException e) {
      throw new BrokenInstallation(
          "Cannot read the bundle store " + directory + ": " + IoText.reason(e));
    }
  }

  /** Returns the file of a bundle. */
  Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new BrokenInstallation("No bundle " + name + " in " + directory);
    }
    return file;
  }

  private static String nameOf(String fileName) {
    String stem = fileName.substring(0, fileName.length() - ".jar".length());
    for (int i = stem.indexOf('-'); i >= 0; i = stem.indexOf('-', i + 1)) {
      if (i + 1 < stem.length() && Character.isDigit(stem.charAt(i + 1))) {
        return stem.substring(0, i);
      }
    }
    return stem;
  }
}
