// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A node that runs in order to be attacked. */
final class Victim implements AutoCloseable {
  private static final Set<Victim> RUNNING = ConcurrentHashMap.newKeySet();

  private final Process process;
  private final Target target;
  private final Path directory;
  private final Path said;

  Victim(Process process, Target target, Path directory, Path said) {
    this.process = process;
    this.target = target;
    this.directory = directory;
    this.said = said;
    RUNNING.add(this);
  }

  Target target() {
    return target;
  }

  Vitals vitals() {
    return new Vitals(process.toHandle());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns what it has printed on standard error. */
  String said() throws IOException {
    return Files.readString(said).strip();
  }

  /** Returns how large its log has become. */
  long logBytes() throws IOException {
    Path log = directory.resolve("regtest/debug.log");
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** Ends it in good order, and leaves its files. */
  void stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("does not end");
    }
  }

  /** Ends it and its children, however they are. */
  @Override
  public void close() {
    RUNNING.remove(this);
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all that still run. */
  static void closeAll() {
    RUNNING.forEach(Victim::close);
  }
}
