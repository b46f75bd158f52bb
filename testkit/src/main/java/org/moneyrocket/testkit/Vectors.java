// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AssumptionViolatedException;

/**
 * Published test vectors: files in the directory that {@code -Dvectors} names, else in {@code
 * ../shared/vectors} beside the project. A test that asks for a file is skipped where there are no
 * vectors, but fails if the environment says {@code CI=true}.
 */
public final class Vectors {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Vectors() {}

  /** Returns the file {@code name}, for example {@code keys/siphash.json}. */
  public static Path file(String name) {
    Path directory = directory();
    if (!Files.isDirectory(directory)) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("no vectors at " + directory);
      }
      throw new AssumptionViolatedException("skipped: no vectors");
    }
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new AssertionError("no file " + name + " in " + directory);
    }
    return file;
  }

  private static Path directory() {
    String named = System.getProperty("vectors", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath();
    }
    Path root = Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    return root.resolve("../shared/vectors").normalize();
  }

  /** Returns the contents of the file {@code name}. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  /** Returns the lines of the text file {@code name}. */
  public static List<String> lines(String name) {
    return new String(bytes(name), java.nio.charset.StandardCharsets.UTF_8).lines().toList();
  }

  /** Returns the contents of the JSON file {@code name}. */
  public static JsonNode json(String name) {
    try {
      return MAPPER.readTree(bytes(name));
    } catch (IOException e) {
      throw new AssertionError("cannot parse " + name + ": " + e.getMessage(), e);
    }
  }
}
