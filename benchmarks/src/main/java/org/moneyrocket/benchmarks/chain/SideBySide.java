// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Lets {@code bitcoind} and ours validate the same generated chain in turns, with the same options
 * on the same cores, and prints wall time, CPU time and peak memory with their ratios. At the end
 * the coins of both must have the same hash.
 *
 * <p>Usage: {@code SideBySide CHAIN PEER OURS [key=value …]}: a directory of {@link
 * ChainGenerator}, the peer's {@code bitcoind}, and {@code compat/bitcoind} of a packaged
 * distribution. Keys: {@code rounds} (1), {@code dbcache} (450), {@code par} (2), {@code cores}
 * (none; a list for {@code taskset -c}), {@code cases} (all; numbers joined by commas), {@code
 * work} (a directory for both data directories, else a temporary one).
 */
public final class SideBySide {
  /** A way to validate the chain. */
  private record Case(String name, String mode, boolean assumeValid) {}

  private static final List<Case> CASES =
      List.of(
          new Case("-reindex, scripts checked", "-reindex", false),
          new Case("-reindex-chainstate, scripts checked", "-reindex-chainstate", false),
          new Case("-reindex, assumed valid", "-reindex", true),
          new Case("-reindex-chainstate, assumed valid", "-reindex-chainstate", true));

  private final Properties chain = new Properties();
  private final Map<String, String> settings = new HashMap<>();
  private final List<Program> programs;

  private SideBySide(Path chainDirectory, Path peer, Path ours, Map<String, String> given)
      throws IOException {
    settings.putAll(
        Map.of("rounds", "1", "dbcache", "450", "par", "2", "cores", "", "cases", "1,2,3,4"));
    settings.putAll(given);
    try (Reader in = Files.newBufferedReader(chainDirectory.resolve("chain.properties"))) {
      chain.load(in);
    }
    List<String> fixed =
        List.of(
            "-dbcache=" + setting("dbcache"),
            "-par=" + setting("par"),
            "-connect=0",
            "-listen=0",
            // On regtest both would look through the whole index again and again.
            "-checkblockindex=0",
            "-printtoconsole=0");
    Path work = Path.of(setting("work"));
    programs =
        List.of(
            new Program("bitcoind", peer, Files.createDirectories(work.resolve("peer")), fixed),
            new Program("ours", ours, Files.createDirectories(work.resolve("ours")), fixed));
    for (Program program : programs) {
      program.prepare(chainDirectory);
    }
  }

  /** See the description of the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 3) {
      System.err.println("usage: SideBySide CHAIN PEER OURS [key=value ...]");
      System.exit(1);
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 3; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      if (equals < 0) {
        System.err.println("Error: not key=value: " + args[i]);
        System.exit(1);
      }
      given.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    Path temporary = null;
    if (!given.containsKey("work")) {
      temporary = Files.createTempDirectory("side-by-side");
      given.put("work", temporary.toString());
    }
    try {
      new SideBySide(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), given).run();
    } finally {
      if (temporary != null) {
        delete(temporary);
      }
    }
  }

  private String setting(String key) {
    return Objects.requireNonNull(settings.get(key));
  }

  private void run() throws IOException, InterruptedException {
    System.out.printf(
        "%s inputs, %s bytes, height %s; -dbcache=%s -par=%s, cores %s%n",
        chain.getProperty("inputs"),
        chain.getProperty("bytes"),
        chain.getProperty("height"),
        setting("dbcache"),
        setting("par"),
        setting("cores").isEmpty() ? "all" : setting("cores"));
    int rounds = Integer.parseInt(setting("rounds"));
    for (String number : setting("cases").split(",", -1)) {
      Case test = CASES.get(Integer.parseInt(number) - 1);
      measure(test, rounds);
      compareCoins(test);
    }
  }

  private void measure(Case test, int rounds) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    options.add(test.mode());
    options.add("-server=0");
    options.add("-stopatheight=" + chain.getProperty("height"));
    options.add("-assumevalid=" + (test.assumeValid() ? chain.getProperty("tip") : "0"));
    List<double[]> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Program.Cost[] costs = new Program.Cost[2];
      // Who comes first changes, so that neither always finds the files in memory.
      for (int turn = 0; turn < 2; turn++) {
        int which = (turn + round) % 2;
        costs[which] = programs.get(which).run(setting("cores"), options);
      }
      double[] ratio = {
        costs[1].wallSeconds() / costs[0].wallSeconds(),
        costs[1].cpuSeconds() / costs[0].cpuSeconds(),
        (double) costs[1].peakKib() / costs[0].peakKib()
      };
      ratios.add(ratio);
      System.out.printf(
          Locale.ROOT,
          "%-38s wall %7.1f / %7.1f s = %.2f   CPU %7.1f / %7.1f s = %.2f   peak %5d / %5d MiB ="
              + " %.2f   load %s%n",
          test.name(),
          costs[1].wallSeconds(),
          costs[0].wallSeconds(),
          ratio[0],
          costs[1].cpuSeconds(),
          costs[0].cpuSeconds(),
          ratio[1],
          costs[1].peakKib() >> 10,
          costs[0].peakKib() >> 10,
          ratio[2],
          load());
    }
    if (rounds > 1) {
      System.out.printf(
          Locale.ROOT,
          "%-38s medians: wall %.2f, CPU %.2f, peak %.2f%n",
          test.name(),
          median(ratios, 0),
          median(ratios, 1),
          median(ratios, 2));
    }
  }

  private void compareCoins(Case test) throws IOException, InterruptedException {
    String peer = programs.get(0).coins();
    String ours = programs.get(1).coins();
    if (!peer.equals(ours)) {
      throw new IOException("after " + test.name() + " the coins differ: " + peer + " and " + ours);
    }
    System.out.println("  equal coins: " + ours);
  }

  private static double median(List<double[]> ratios, int column) {
    double[] sorted = ratios.stream().mapToDouble(r -> r[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** How many others wanted the cores in the last minute. */
  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  static List<Path> list(Path directory, String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
      stream.forEach(files::add);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
