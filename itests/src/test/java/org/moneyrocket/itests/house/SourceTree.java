// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests look at. */
final class SourceTree {
  private SourceTree() {}

  /** Returns the folder that holds the root pom. */
  static Path root() {
    Path here = Path.of(System.getProperty("project.root", "")).toAbsolutePath();
    while (here != null && !Files.isDirectory(here.resolve("bundles"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException("no checkout above the working directory");
    }
    return here;
  }

  /** Returns every Java file that is kept in the repository, sorted. */
  static List<Path> javaFiles() {
    return Stream.of("bundles", "launcher", "cli", "testkit", "itests", "fuzz", "benchmarks")
        .map(root()::resolve)
        .filter(Files::isDirectory)
        .flatMap(SourceTree::walk)
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> !root().relativize(file).toString().contains("target"))
        .sorted()
        .toList();
  }

  /** Returns the names of the bundles, sorted. */
  static List<String> bundles() {
    try (Stream<Path> folders = Files.list(root().resolve("bundles"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("bnd.bnd")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
