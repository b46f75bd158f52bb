// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built distribution. */
public final class Installation {
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
