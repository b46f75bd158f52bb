// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program under attack: a prepared data directory, and copies of it that are used once. */
final class Program {
  private static final Duration START = Duration.ofSeconds(90);

  private final String name;
  private final Path binary;
  private final Path folder;
  private final Map<String, String> environment;
  private final boolean hasIpc;
  private int number;

  /**
   * Describes a program.
   *
   * @param folder where its data directories go
   * @param environment what it needs beside what everybody has
   * @param hasIpc whether it knows {@code -ipcbind=unix}
   */
  Program(String name, Path binary, Path folder, Map<String, String> environment, boolean hasIpc) {
    this.name = name;
    this.binary = binary;
    this.folder = folder;
    this.environment = new HashMap<>(environment);
    this.hasIpc = hasIpc;
  }

  String name() {
    return name;
  }

  /** Mines the chain that every attacked node has. */
  void prepare() throws IOException, InterruptedException {
    Files.createDirectories(template());
    try (Victim victim = start(template())) {
      Ground.prepare(victim.target());
      victim.stop();
    }
  }

  private Path template() {
    return folder.resolve("template");
  }

  /** Starts it on a fresh copy of the chain. */
  Victim start() throws IOException, InterruptedException {
    Path copy = folder.resolve("run" + ++number);
    try (Stream<Path> files = Files.walk(template())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(template().relativize(file)));
      }
    }
    return start(copy);
  }

  private Victim start(Path directory) throws IOException, InterruptedException {
    int port = freePort();
    int rpcPort = freePort();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            binary.toString(),
            "-regtest",
            "-datadir=" + directory,
            "-server=1",
            "-rpcport=" + rpcPort,
            "-listen=1",
            "-bind=127.0.0.1:" + port,
            "-connect=0",
            "-dnsseed=0",
            "-fixedseeds=0",
            "-listenonion=0",
            "-printtoconsole=0",
            // It would look through the whole index again and again.
            "-checkblockindex=0"));
    if (hasIpc) {
      command.add("-ipcbind=unix");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path said = folder.resolve(directory.getFileName() + ".err");
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    Path chain = directory.resolve("regtest");
    Target target = new Target(port, rpcPort, chain.resolve(".cookie"), chain.resolve("node.sock"));
    Victim victim = new Victim(process, target, directory, said);
    try {
      awaitAnswer(victim);
      return victim;
    } catch (IOException | InterruptedException e) {
      victim.close();
      throw e;
    }
  }

  private void awaitAnswer(Victim victim) throws IOException, InterruptedException {
    Rpc rpc = new Rpc(victim.target(), START);
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        rpc.call("getblockcount");
        return;
      } catch (IOException e) {
        if (!victim.isAlive() || System.nanoTime() > end) {
          throw new IOException(name + " does not start: " + victim.said(), e);
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
