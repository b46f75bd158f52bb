// SPDX-License-Identifier: MIT
package org.moneyrocket.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the shared vectors: in {@code -Dvectors}, or in {@code shared/vectors} beside or above the
 * project.
 */
public final class VectorFiles {
  private VectorFiles() {}

  public static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(path(name).toFile());
  }

  private static Path path(String name) {
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
}
