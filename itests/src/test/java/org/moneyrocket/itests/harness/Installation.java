// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The built distribution, or a copy of it. */
public final class Installation {
  private static @Nullable Installation moved;

  private final Path home;

  private Installation(Path home) {
    this.home = home;
  }

  /**
   * Returns the tree that this build has made; a test that asks for it is skipped when there is
   * none, as after {@code mvn test}, which builds no distribution.
   */
  public static Installation built() {
    String root = System.getProperty("project.root", "");
    Path home = Path.of(root).resolve("distribution/target/moneyrocket");
    assumeTrue(
        "needs the distribution, which mvn package makes", Files.isDirectory(home.resolve("bin")));
    return new Installation(home);
  }

  /**
   * Returns the tree that this build has made, after it was moved to a folder whose name has a
   * space in it, as users' folders do. All tests of one run share it.
   */
  public static synchronized Installation moved() throws IOException {
    Installation known = moved;
    if (known == null) {
      known = built().movedTo("a moved tree");
      moved = known;
    }
    return known;
  }

  /**
   * Returns a copy of this tree in a new folder that exists until this virtual machine ends.
   *
   * @param name last part of the folder's path
   */
  public Installation movedTo(String name) throws IOException {
    // Beside the original, so that links can stand for copies of large files.
    Path folder = Files.createTempDirectory(home.getParent(), "moved");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    Path target = folder.resolve(name);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = target.resolve(home.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.createLink(copy, file);
        }
      }
    }
    return new Installation(target);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns another tree of the same form. */
  public static Installation at(Path home) {
    return new Installation(home);
  }

  public Path home() {
    return home;
  }

  /** Returns the script that starts a program. */
  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }
}
