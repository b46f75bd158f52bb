// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the two programs, with a data directory of its own. */
final class Program {
  /**
   * What a run took.
   *
   * @param wallSeconds from the start of the process to its end
   * @param cpuSeconds user and system time of all its threads
   * @param peakKib the most memory it had resident (VmHWM)
   */
  record Cost(double wallSeconds, double cpuSeconds, long peakKib) {}

  private static final long POLL_MILLIS = 20;
  private static final Pattern MINUTES = Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s");
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?([^\",}]+)");

  private final String name;
  private final Path binary;
  private final Path directory;
  private final List<String> fixed;

  /**
   * @param directory where its data will be
   * @param fixed options of every run
   */
  Program(String name, Path binary, Path directory, List<String> fixed) {
    this.name = name;
    this.binary = binary;
    this.directory = directory;
    this.fixed = List.copyOf(fixed);
  }

  String name() {
    return name;
  }

  /** Makes the data directory anew with the blocks of {@code chain}. */
  void prepare(Path chain) throws IOException {
    Path blocks = Files.createDirectories(directory.resolve("regtest/blocks"));
    for (Path file : SideBySide.list(chain, "blk*.dat")) {
      Files.copy(file, blocks.resolve(file.getFileName()));
    }
  }

  private List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.add("-regtest");
    command.add("-datadir=" + directory);
    command.addAll(fixed);
    command.addAll(options);
    return command;
  }

  /** Runs until the program ends by itself. */
  Cost run(String cores, List<String> options) throws IOException, InterruptedException {
    Path times = directory.resolve("times");
    Path self = directory.resolve("pid");
    List<String> command = new ArrayList<>();
    // The shell says what the process took; the process replaces a shell that tells its number.
    command.addAll(
        List.of(
            "sh",
            "-c",
            "times=$1; pid=$2; shift 2; "
                + "sh -c 'echo $$ > \"$0\"; exec \"$@\"' \"$pid\" \"$@\"; status=$?; "
                + "times > \"$times\"; exit $status",
            "sh",
            times.toString(),
            self.toString()));
    if (!cores.isEmpty()) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    command.addAll(command(options));
    Files.deleteIfExists(self);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    long peak = 0;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(self));
      // A program that refuses a block goes on running, without ever reaching the last one.
      if (System.nanoTime() - start > TimeUnit.HOURS.toNanos(1)) {
        stop(self);
        throw new IOException(name + " did not get to the end of the chain in an hour");
      }
    }
    final double wall = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          name
              + " ended with status "
              + process.exitValue()
              + ": "
              + Files.readString(directory.resolve("stderr")));
    }
    return new Cost(wall, children(Files.readString(times)), peak);
  }

  private static void stop(Path self) throws IOException {
    ProcessHandle.of(Long.parseLong(Files.readString(self).strip()))
        .ifPresent(ProcessHandle::destroy);
  }

  private static long peak(Path self) {
    try {
      String pid = Files.readString(self).strip();
      for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      // Not started yet, or just ended.
    }
    return 0;
  }

  /** The second line of {@code times} is about the children. */
  private static double children(String times) throws IOException {
    Matcher line = MINUTES.matcher(times);
    boolean shell = line.find();
    boolean children = shell && line.find();
    if (!children) {
      throw new IOException("cannot read what 'times' says: " + times);
    }
    return 60 * (Integer.parseInt(line.group(1)) + Integer.parseInt(line.group(3)))
        + Double.parseDouble(line.group(2))
        + Double.parseDouble(line.group(4));
  }

  /** Starts the program on what a run has left, and returns height and hash of its coins. */
  String coins() throws IOException, InterruptedException {
    int port = SideBySide.freePort();
    Process process =
        new ProcessBuilder(command(List.of("-server=1", "-rpcport=" + port)))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("stderr").toFile())
            .start();
    try {
      Path cookie = directory.resolve("regtest/.cookie");
      String answer = "";
      while (answer.isEmpty()) {
        if (!process.isAlive()) {
          throw new IOException(name + " ended: " + Files.readString(directory.resolve("stderr")));
        }
        TimeUnit.MILLISECONDS.sleep(200);
        if (Files.exists(cookie)) {
          answer = call(port, Files.readString(cookie));
        }
      }
      return field(answer, "height") + " " + field(answer, "muhash");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /** Returns an empty string while the program does not answer yet. */
  private static String call(int port, String cookie) throws InterruptedException {
    String authorization =
        "Basic " + Base64.getEncoder().encodeToString(cookie.getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d/", port)))
            .header("Authorization", authorization)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"id\":1,\"method\":\"gettxoutsetinfo\",\"params\":[\"muhash\"]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String field(String json, String wanted) throws IOException {
    Matcher matcher = FIELD.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals(wanted)) {
        return matcher.group(2).strip();
      }
    }
    throw new IOException("no " + wanted + " in " + json);
  }
}
