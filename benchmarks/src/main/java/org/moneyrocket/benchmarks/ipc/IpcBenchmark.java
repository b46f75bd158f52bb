// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.lane.UnixListener;

/**
 * Measures calls between two processes three times: both on one core, one core each, and not
 * pinned. Each case alternates with a ping-pong in C of the same frame sizes, and the median of the
 * ratios of the rounds counts.
 *
 * <p>Usage: {@code IpcBenchmark [MILLIS [ROUNDS [one|two|free|all [PART]]]]}, by default 200
 * milliseconds, 7 rounds and all; {@code PART} of a name leaves other cases out.
 */
public final class IpcBenchmark {
  private IpcBenchmark() {}

  public static void main(String[] args) throws Exception {
    String millis = args.length > 0 ? args[0] : "200";
    String rounds = args.length > 1 ? args[1] : "7";
    Path directory = Files.createTempDirectory("ipc-benchmark");
    try {
      PingPong pingPong = PingPong.prepare(directory);
      System.out.println("limit: " + pingPong.description());
      String mode = args.length > 2 ? args[2] : "all";
      for (int[] cores : new int[][] {{0, 0}, {0, 1}, {-1, -1}}) {
        String name = cores[0] < 0 ? "free" : cores[0] == cores[1] ? "one" : "two";
        if (!mode.equals("all") && !mode.equals(name)) {
          continue;
        }
        if (cores[1] < Runtime.getRuntime().availableProcessors()) {
          measure(directory, pingPong, cores, millis, rounds, args.length > 3 ? args[3] : "");
        }
      }
      if (args.length <= 3 && (mode.equals("all") || mode.equals("free"))) {
        kills(directory, 9);
      }
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static void measure(
      Path directory, PingPong pingPong, int[] cores, String millis, String rounds, String part)
      throws IOException, InterruptedException {
    Path socket = directory.resolve("s" + cores[0] + cores[1]);
    Process client =
        java(
            cores[0],
            BenchClient.class,
            socket.toString(),
            pingPong.program().toString(),
            Integer.toString(cores[0]),
            Integer.toString(cores[1]),
            millis,
            rounds,
            part);
    while (!Files.exists(socket)) {
      if (!client.isAlive()) {
        throw new IOException("client ended with exit code " + client.exitValue());
      }
      Thread.sleep(20);
    }
    Thread.sleep(200);
    Process server = java(cores[1], BenchServer.class, socket.toString());
    int exit = client.waitFor();
    server.waitFor();
    if (exit != 0) {
      throw new IOException("client ended with exit code " + exit);
    }
  }

  private static Process java(int core, Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (core >= 0) {
      command.addAll(List.of("taskset", "-c", Integer.toString(core)));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmn16m",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(Arrays.asList(args));
    return new ProcessBuilder(command).inheritIO().start();
  }

  /**
   * From the kill of the peer to the failure of the call in flight; and from the end of the control
   * lane, as this process noticed it, to the same.
   */
  private static void kills(Path directory, int count) throws Exception {
    double[] millis = new double[count];
    double[] afterEnd = new double[count];
    double residentGib = 0;
    for (int i = 0; i < count; i++) {
      Path socket = directory.resolve("k" + i);
      BenchServer.Events events = new BenchServer.Events();
      try (UnixListener listener = UnixListener.listen(socket)) {
        Process server = java(-1, BenchServer.class, socket.toString());
        Connection connection =
            Connection.open(listener.accept(), BenchServer.settings("client"), events);
        Bench bench = connection.importService(events.endpoint.get(), Bench.class);
        Thread.sleep(100);
        residentGib = Math.max(residentGib, residentGib(server.pid()));
        BenchClient.Kill kill = BenchClient.killed(server, connection, bench);
        events.ended.await();
        millis[i] = (kill.failedAt() - kill.killedAt()) / 1e6;
        afterEnd[i] = Math.max(0, kill.failedAt() - events.endedAt) / 1e6;
        server.waitFor();
      }
    }
    Arrays.sort(millis);
    Arrays.sort(afterEnd);
    kill("peer killed, call in flight failed", millis[count / 2], 10 + 100 * residentGib);
    kill("end of stream, call in flight failed", afterEnd[count / 2], 5);
  }

  private static void kill(String name, double millis, double limit) {
    System.out.printf(
        Locale.ROOT,
        "%-11s %-44s %9.2f ms  limit %9.2f  ratio %6.2f  target <=1.00 %s%n",
        "not pinned",
        name,
        millis,
        limit,
        millis / limit,
        millis <= limit ? "met" : "MISSED");
  }

  private static double residentGib(long pid) throws IOException {
    String[] pages = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ");
    return Long.parseLong(pages[1]) * 4096.0 / (1 << 30);
  }
}
