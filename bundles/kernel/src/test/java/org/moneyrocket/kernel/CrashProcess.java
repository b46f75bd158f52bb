// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a process and kills it. */
final class CrashProcess {
  private CrashProcess() {}

  /**
   * Kills a process so many milliseconds after it said {@code opening}, or earlier if it says that
   * it waits {@code at} a step or that it is {@code done}.
   *
   * @return what it said
   */
  static List<String> runAndKill(Class<?> main, int patienceMillis, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    long[] opened = {0};
    Thread reader =
        new Thread(
            () -> {
              try (var out = child.inputReader()) {
                String line;
                while ((line = out.readLine()) != null) {
                  synchronized (said) {
                    said.add(line);
                    if (line.equals("opening")) {
                      opened[0] = System.nanoTime();
                      said.notifyAll();
                    }
                  }
                  if (line.startsWith("at ") || line.equals("done")) {
                    // Not through the process object, which would close this stream.
                    child.toHandle().destroyForcibly();
                  }
                }
              } catch (IOException e) {
                synchronized (said) {
                  said.add("output ended: " + e.getMessage());
                }
              }
            });
    reader.start();
    try {
      synchronized (said) {
        while (opened[0] == 0 && reader.isAlive()) {
          said.wait(100);
        }
      }
      child.waitFor(patienceMillis, TimeUnit.MILLISECONDS);
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      reader.join();
    }
    assertThat(child.exitValue()).as("status, after it said %s", said).isIn(0, 137);
    return said;
  }

  /** Copies a directory with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
