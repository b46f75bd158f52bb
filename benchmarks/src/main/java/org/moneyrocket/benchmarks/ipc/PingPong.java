// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixTransport;

/**
 * The limit: a blocking ping-pong in C, compiled at the start. Without a C compiler, one in Java
 * between two threads of this process, which is a weaker limit and is said so in the report.
 */
final class PingPong {
  private final Path program;
  private final boolean compiled;

  /**
   * @param nanos nanoseconds per round trip
   * @param rate round trips per second of all pairs
   */
  record Result(double nanos, double rate) {}

  private PingPong(Path program, boolean compiled) {
    this.program = program;
    this.compiled = compiled;
  }

  static PingPong prepare(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve("pingpong.c");
    Path program = directory.resolve("pingpong");
    try (InputStream in = PingPong.class.getResourceAsStream("pingpong.c")) {
      if (in == null) {
        throw new IOException("pingpong.c is missing from the benchmarks");
      }
      Files.write(source, in.readAllBytes());
    }
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString())
              .inheritIO()
              .start();
      return new PingPong(program, gcc.waitFor() == 0);
    } catch (IOException e) {
      return new PingPong(program, false);
    }
  }

  static PingPong at(Path program) {
    return new PingPong(program, Files.isExecutable(program));
  }

  Path program() {
    return program;
  }

  String description() {
    return compiled ? "C (gcc -O2)" : "Java threads of one process (no C compiler found)";
  }

  Result run(int cpuA, int cpuB, long there, long back, int millis, int pairs)
      throws IOException, InterruptedException {
    if (!compiled) {
      return inJava((int) there, (int) back, millis);
    }
    Process process =
        new ProcessBuilder(
                program.toString(),
                Integer.toString(cpuA),
                Integer.toString(cpuB),
                Long.toString(there),
                Long.toString(back),
                Integer.toString(millis),
                Integer.toString(pairs))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ping-pong failed with exit code " + process.exitValue());
    }
    String[] parts = line.trim().split(" ");
    return new Result(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
  }

  private static Result inJava(int there, int back, int millis)
      throws IOException, InterruptedException {
    Descriptor[] pair = Descriptor.pair();
    Thread other =
        new Thread(
            () -> {
              UnixTransport transport = new UnixTransport(pair[1]);
              byte[] buffer = new byte[Math.max(there, back)];
              try {
                while (true) {
                  transport.receive(buffer, 0, there);
                  transport.send(buffer, 0, back);
                }
              } catch (IOException e) {
                transport.close(); // the other end has what it wanted
              }
            });
    other.start();
    UnixTransport transport = new UnixTransport(pair[0]);
    byte[] buffer = new byte[Math.max(there, back)];
    long start = System.nanoTime();
    long trips = 0;
    long now = start;
    while (now - start < millis * 1_000_000L) {
      transport.send(buffer, 0, there);
      transport.receive(buffer, 0, back);
      trips++;
      now = System.nanoTime();
    }
    transport.shutdown();
    transport.close();
    other.join();
    return new Result((double) (now - start) / trips, trips * 1e9 / (now - start));
  }
}
