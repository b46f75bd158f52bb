// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One attack on both programs, as it is printed.
 *
 * @param missed what was missed; empty is good
 */
record Row(
    Attack attack, int attackers, Measured ours, Optional<Measured> peer, List<String> missed) {

  static final String HEAD =
      String.format(
          "%-19s %5s %-9s %8s %8s %8s %7s %6s %9s %7s %5s",
          "attack",
          "peers",
          "node",
          "rpc s",
          "peer s",
          "mem MiB",
          "CPU s",
          "alive",
          "sent MiB",
          "log KiB",
          "load");

  static final String MARKDOWN_HEAD =
      """
      | attack | attackers | RPC s, ours / bitcoind | peer s | memory MiB | CPU s | alive | verdict |
      | --- | --- | --- | --- | --- | --- | --- | --- |\
      """;

  static String line(String name, Attack attack, int attackers, Measured measured, long logBytes) {
    return String.format(
        Locale.ROOT,
        "%-19s %5d %-9s %7.3f%s %7.3f%s %+8d %7.1f %6s %9d %7d %5s%s",
        attack.label(),
        attackers,
        name,
        measured.client().slowestSeconds(),
        measured.client().answeredAtEnd() ? " " : "+",
        measured.peer().slowestSeconds(),
        measured.peer().answeredAtEnd() ? " " : "+",
        measured.growthKib() >> 10,
        measured.cpuSeconds(),
        measured.alive() ? "yes" : "NO",
        measured.sentBytes() >> 20,
        logBytes >> 10,
        AttackTable.load(),
        (measured.cutOffs().isEmpty() ? "" : "\n    " + measured.cutOffs())
            + measured.finding().map(finding -> "\n    " + finding.text()).orElse(""));
  }

  void print() {
    if (peer.isEmpty()) {
      System.out.println("  " + verdict());
      return;
    }
    Measured other = peer.get();
    System.out.printf(
        Locale.ROOT,
        "  rpc %.2f, peer %.2f, memory %.2f, CPU %.2f times bitcoind's: %s%n",
        ratio(ours.client().slowestSeconds(), other.client().slowestSeconds()),
        ratio(ours.peer().slowestSeconds(), other.peer().slowestSeconds()),
        ratio(ours.growthKib(), other.growthKib()),
        ratio(ours.cpuSeconds(), other.cpuSeconds()),
        verdict());
  }

  private static double ratio(double ours, double peer) {
    return ours / Math.max(peer, 1e-3);
  }

  private String verdict() {
    return missed.isEmpty() ? "held" : "MISSED " + String.join(", ", missed);
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.2f / %s | %.2f / %s | %d / %s | %.1f / %s | %s / %s | %s |",
        attack.label(),
        attackers,
        ours.client().slowestSeconds(),
        theirs("%.2f", m -> m.client().slowestSeconds()),
        ours.peer().slowestSeconds(),
        theirs("%.2f", m -> m.peer().slowestSeconds()),
        ours.growthKib() >> 10,
        theirs("%d", m -> m.growthKib() >> 10),
        ours.cpuSeconds(),
        theirs("%.1f", Measured::cpuSeconds),
        ours.alive() ? "yes" : "no",
        theirs("%s", m -> m.alive() ? "yes" : "no"),
        verdict());
  }

  private interface Column {
    Object of(Measured measured);
  }

  private String theirs(String format, Column column) {
    return peer.map(m -> String.format(Locale.ROOT, format, column.of(m))).orElse("–");
  }
}
