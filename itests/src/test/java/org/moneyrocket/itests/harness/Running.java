// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One started program: the process itself, and what it and its children printed. */
public final class Running implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final Path errors;

  private Running(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts a program.
   *
   * @param folder private folder of the test: caches, sockets and captured output go there
   */
  public static Running start(Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Path output = Files.createTempFile(folder, "out", ".txt");
    Path errors = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MONEYROCKET_CACHE", folder.resolve("cache").toString());
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    return new Running(builder.start(), output, errors);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns what it has printed on standard output. */
  public String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /** Returns what it has printed on standard error. */
  public String errors() throws IOException {
    return Files.readString(errors, StandardCharsets.UTF_8);
  }

  /** Returns the processes it has started, by program name; the first of each name. */
  public Map<String, Long> children() {
    Map<String, Long> children = new java.util.TreeMap<>();
    process
        .descendants()
        .forEach(
            child ->
                programOf(child).ifPresent(program -> children.putIfAbsent(program, child.pid())));
    return children;
  }

  private static java.util.Optional<String> programOf(ProcessHandle process) {
    List<String> arguments = arguments(process);
    int main = arguments.indexOf("org.moneyrocket.launcher.Main");
    return main >= 0 && main + 1 < arguments.size()
        ? java.util.Optional.of(arguments.get(main + 1))
        : java.util.Optional.empty();
  }

  // The platform tells nothing of command lines that are longer than a page, as that of a tree with
  // a long path is.
  private static List<String> arguments(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return List.of(process.info().arguments().orElse(new String[0]));
    }
    try {
      return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of(); // It has just ended.
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end and returns the status. */
  public int awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("process " + pid() + " has not ended after " + limit);
    }
    return process.exitValue();
  }

  /** Ends it and everything it started, however they are. */
  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
