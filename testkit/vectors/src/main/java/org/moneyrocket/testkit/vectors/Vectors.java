// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Published test vectors: the files in {@code testkit/vectors} of the checkout, whose README says
 * where each comes from. A file that cannot be read is an error, never a reason to skip a test.
 */
public final class Vectors {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Vectors() {}

  /** Returns the file {@code name}, for example {@code keys/siphash.json}. */
  public static Path file(String name) {
    Path file = directory().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new AssertionError("no vector file " + file);
    }
    return file;
  }

  /**
   * The build names the root of the checkout; without it (a single test in an editor) the root is
   * the closest folder at or above the working directory that holds the vectors.
   */
  private static Path directory() {
    Path start = Path.of(System.getProperty("project.root", "")).toAbsolutePath().normalize();
    for (Path at = start; at != null; at = at.getParent()) {
      Path vectors = at.resolve("testkit").resolve("vectors");
      if (Files.isDirectory(vectors)) {
        return vectors;
      }
    }
    throw new AssertionError("no folder testkit/vectors at or above " + start);
  }

  /** Returns the contents of the file {@code name}. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** Returns the contents of the JSON file {@code name}. */
  public static JsonNode json(String name) {
    try {
      return MAPPER.readTree(bytes(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Returns the rows of the CSV file {@code name} after its header row, cut into {@code columns}.
   */
  public static List<String[]> csv(String name, int columns) {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", columns))
        .toList();
  }

  /** Returns the lines of the text file {@code name}, which is compressed by gzip. */
  public static List<String> gzipLines(String name) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes(name))),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static AssertionError unreadable(String name, IOException cause) {
    return new AssertionError("cannot read the vectors " + name + ": " + cause.getMessage(), cause);
  }
}
