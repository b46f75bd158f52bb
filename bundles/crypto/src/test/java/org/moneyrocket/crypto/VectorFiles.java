// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the shared vectors: in {@code -Dvectors}, or in {@code shared/vectors} beside or above the
 * project.
 */
final class VectorFiles {
  private VectorFiles() {}

  static Path path(String name) {
    String property = System.getProperty("vectors");
    if (property != null && Files.exists(Path.of(property, name))) {
      return Path.of(property, name);
    }
    Path start = Path.of(System.getProperty("project.root", ".")).toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      Path file = at.resolve("shared/vectors").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IllegalStateException("no shared/vectors/" + name + " in or above " + start);
  }

  static List<String[]> csv(String name, int columns) throws IOException {
    return Files.readAllLines(path(name)).stream()
        .skip(1)
        .map(line -> line.split(",", columns))
        .toList();
  }
}
