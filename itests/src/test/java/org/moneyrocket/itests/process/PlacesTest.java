// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Test;
import org.moneyrocket.itests.harness.Installation;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** Places in which services and containers run. */
public class PlacesTest {
  @Test
  public void runsWithoutAHomeAndWithoutATemporaryDirectory() throws Exception {
    try (TestNode node = TestNode.prepare(Wiring.ONE)) {
      Path shared = Files.createDirectory(node.dataDirectory().resolveSibling("tmp"));
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
      // Somebody else was there before.
      Path taken = shared.resolve("moneyrocket-" + System.getProperty("user.name"));
      Files.createDirectory(taken);
      Files.setPosixFilePermissions(taken, PosixFilePermissions.fromString("rwxrwxrwx"));
      node.environment("HOME", "/nonexistent/home");
      node.environment("MONEYROCKET_CACHE", "");
      node.environment("XDG_CACHE_HOME", "");
      node.environment("XDG_RUNTIME_DIR", "");
      node.environment("TMPDIR", shared.toString());
      node.environment("MONEYROCKET_JAVA_OPTIONS", "-Djava.io.tmpdir=/nonexistent/tmp");

      node.start();
      node.awaitRpc();

      assertThat(node.rpc("createwallet", "w").path("name").asText()).isEqualTo("w");
      assertThat(node.log())
          .contains("Not used for the cache: " + taken + " is not a private directory")
          .contains("Using cache directory " + node.dataDirectory().resolve(".cache"));
      assertThat(Path.of("/nonexistent")).doesNotExist();
      assertThat(node.stop()).isZero();
    }
  }

  /** Forbids this process and its children memory that is both writable and executable. */
  public static final class Strict {
    private static final int UNSUPPORTED = 77;

    private Strict() {}

    /** Runs the command in the arguments and ends with its status. */
    public static void main(String[] command) throws Throwable {
      ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
      MethodHandle prctl =
          Linker.nativeLinker()
              .downcallHandle(
                  Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, word, word, word, word));
      int setRefusal = 65;
      if ((int) prctl.invokeExact(setRefusal, 1L, 0L, 0L, 0L) != 0) {
        System.exit(UNSUPPORTED);
      }
      System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
  }

  @Test
  public void whereMemoryMayNotBeWritableAndExecutableOneLineNamesTheRemedy() throws Exception {
    assumeTrue(
        "needs perl, with which the launch script asks the system",
        Files.exists(Path.of("/usr/bin/perl")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint", // Makes no code once it runs.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Strict.class.getName(),
                Installation.built().program("moneyrocketd").toString(),
                "-version")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    assumeTrue(
        "needs Linux 6.3 or newer, which can forbid memory that is writable and executable",
        status != Strict.UNSUPPORTED);

    assertThat(status).isEqualTo(1);
    assertThat(output).startsWith("Error: Java cannot run").contains("MemoryDenyWriteExecute=no");
    assertThat(output.lines()).hasSize(1);
  }
}
