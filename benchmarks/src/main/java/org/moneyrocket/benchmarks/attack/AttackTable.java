// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks our node and Bitcoin Core's in turns, each time a fresh one with the same chain, and
 * prints for each how long the honest waited, memory, processor time and whether it holds as well:
 * see {@link Verdict}. {@code --help} names the options. Status 0 if ours held everywhere, 1 if
 * not, 2 if the command line or a program does not work.
 */
public final class AttackTable {
  private final Plan plan;
  private final Path work;
  private final Program ours;
  private final @Nullable Program peer;
  private final List<String> summary = new ArrayList<>();
  private @Nullable Program severalProcesses;
  private int cells;
  private int misses;

  private AttackTable(Plan plan, Path work) throws IOException {
    this.plan = plan;
    this.work = work;
    this.ours = ours(plan.several(), "o");
    this.peer =
        plan.peer().isEmpty()
            ? null
            : new Program("bitcoind", plan.peer().get(), work.resolve("b"), Map.of(), false);
  }

  private Program ours(boolean several, String folder) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("MONEYROCKET_WIRING", several ? "several" : "one");
    environment.put("MONEYROCKET_CACHE", work.resolve("cache").toString());
    environment.put("XDG_RUNTIME_DIR", Files.createDirectories(work.resolve("run")).toString());
    environment.put("XDG_STATE_HOME", work.resolve("state").toString());
    if (!plan.heap().isEmpty()) {
      environment.put("MONEYROCKET_JAVA_OPTIONS", "-Xmx" + plan.heap());
    }
    Path binary = plan.node().resolve("compat/bitcoind");
    return new Program("ours", binary, work.resolve(folder), environment, several);
  }

  /** See the description of the class. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.print(Plan.USAGE);
      return;
    }
    if (args.length == 1 && args[0].equals("--list")) {
      System.out.println(Plan.list());
      return;
    }
    System.exit(run(args));
  }

  private static int run(String... args) throws InterruptedException {
    try {
      Plan plan = Plan.read(args);
      Path work = Files.createTempDirectory("attack");
      // Also after Ctrl-C: no process and no file stays behind.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(work)));
      return new AttackTable(plan, work).attackAll() ? 0 : 1;
    } catch (Plan.Unclear e) {
      System.err.println("Error: " + e.getMessage());
      System.err.print(Plan.USAGE);
    } catch (IOException e) {
      System.err.println("Error: " + e);
    }
    return 2;
  }

  private static void cleanUp(Path work) {
    Victim.closeAll();
    try {
      delete(work);
    } catch (IOException e) {
      System.err.println("Warning: files are left in " + work + ": " + e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private boolean attackAll() throws IOException, InterruptedException {
    System.out.printf(
        "%d s each, heap of ours %s, %s, %d cores; the honest may wait %s times as long or %s s,"
            + " memory may grow twice as much or by 64 MiB%n",
        plan.seconds(),
        plan.heap().isEmpty() ? "as it chooses" : plan.heap(),
        plan.several() ? "several processes" : "one process",
        Runtime.getRuntime().availableProcessors(),
        Verdict.WAIT_FACTOR,
        Verdict.WAIT_SECONDS);
    ours.prepare();
    if (peer != null) {
      peer.prepare();
    }
    System.out.println(Row.HEAD);
    for (Attack attack : plan.attacks()) {
      Optional<Integer> usual = attack.usualAttackers();
      for (int attackers : usual.isPresent() ? List.of(usual.get()) : plan.attackers()) {
        attack(attack, attackers);
      }
    }
    System.out.println();
    System.out.println(Row.MARKDOWN_HEAD);
    summary.forEach(System.out::println);
    System.out.printf("%n%d of %d missed%n", misses, cells);
    return misses == 0;
  }

  private void attack(Attack attack, int attackers) throws IOException, InterruptedException {
    boolean ipc = attack.kind() == Attack.Kind.IPC;
    Program other = ipc ? null : peer;
    Program own = ipc ? severalProcesses() : ours;
    Measured mine = null;
    Measured theirs = null;
    // Who comes first changes, so that neither always finds the machine warm.
    boolean oursFirst = cells % 2 == 1;
    for (int turn = 0; turn < 2; turn++) {
      if (turn == 0 == oursFirst) {
        mine = measure(own, attack, attackers);
      } else if (other != null) {
        theirs = measure(other, attack, attackers);
      }
    }
    cells++;
    if (mine == null) {
      throw new IllegalStateException("ours was not measured");
    }
    List<String> missed = theirs == null ? List.of() : Verdict.missed(mine, theirs);
    if (theirs == null && !mine.alive()) {
      missed = List.of("alive");
    }
    if (!missed.isEmpty()) {
      misses++;
    }
    Row row = new Row(attack, attackers, mine, Optional.ofNullable(theirs), missed);
    row.print();
    summary.add(row.markdown());
  }

  /** Only a node of several processes has a socket for others. */
  private Program severalProcesses() throws IOException, InterruptedException {
    if (plan.several()) {
      return ours;
    }
    Program known = severalProcesses;
    if (known == null) {
      known = ours(true, "s");
      known.prepare();
      severalProcesses = known;
    }
    return known;
  }

  private Measured measure(Program program, Attack attack, int attackers)
      throws IOException, InterruptedException {
    try (Victim victim = program.start()) {
      Measured measured =
          Measured.during(
              attack,
              attackers,
              Duration.ofSeconds(plan.seconds()),
              victim.target(),
              victim.vitals());
      System.out.println(Row.line(program.name(), attack, attackers, measured, victim.logBytes()));
      if (!victim.isAlive()) {
        System.out.println("  ended: " + victim.said().lines().limit(5).toList());
      }
      return measured;
    }
  }

  /** Returns how many others wanted the cores in the last minute. */
  static String load() {
    try {
      return String.format(
          Locale.ROOT, "%s", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    } catch (IOException e) {
      return "?";
    }
  }
}
