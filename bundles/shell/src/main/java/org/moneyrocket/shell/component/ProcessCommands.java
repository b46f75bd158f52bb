// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.shell.session.Table;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code moneyrocket:…}: the processes and the node. */
@Component(
    service = ProcessCommands.class,
    property = {
      "osgi.command.scope=moneyrocket",
      "osgi.command.function=ps",
      "osgi.command.function=info",
      "osgi.command.function=restart"
    })
public final class ProcessCommands {
  private final List<ProcessControl> controls = new CopyOnWriteArrayList<>();
  private volatile @Nullable Node node;

  @Activate
  public ProcessCommands() {
    // Everything is optional: "no node" is an answer, too.
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addControl(ProcessControl control) {
    controls.add(control);
  }

  public void removeControl(ProcessControl control) {
    controls.remove(control);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void setNode(Node found) {
    node = found;
  }

  public void unsetNode(Node gone) {
    if (node == gone) {
      node = null;
    }
  }

  /** Lists the processes. */
  public Table ps() {
    Table table =
        new Table("role", "peer", "pid", "state", "uptime", "memory_mib", "sandbox", "detail");
    controls.stream()
        .flatMap(control -> control.list().stream())
        .collect(
            java.util.stream.Collectors.toMap(
                ProcessInfo::pid, p -> p, (a, b) -> a, java.util.TreeMap::new))
        .values()
        .forEach(
            p ->
                table.row(
                    p.role(),
                    p.peer(),
                    p.pid(),
                    p.state().name().toLowerCase(java.util.Locale.ROOT),
                    uptime(p.startedAt()),
                    p.residentBytes() < 0 ? "unknown" : p.residentBytes() >> 20,
                    p.sandbox(),
                    p.detail()));
    return table;
  }

  /** Shows the state of the node. */
  public Table info() {
    Node present = node;
    if (present == null) {
      throw new IllegalStateException("no node is connected");
    }
    NodeStatus s = present.status();
    Table table = new Table("what", "value");
    table.row("version", s.product());
    table.row("chain", s.chain().network());
    table.row("blocks", s.chain().tip().map(tip -> tip.height()).orElse(-1));
    table.row("headers", s.chain().headersHeight());
    table.row("tip", s.chain().tip().map(tip -> tip.hash().toString()).orElse(""));
    table.row("initial download", s.chain().initialBlockDownload());
    table.row("peers in", s.inboundPeers());
    table.row("peers out", s.outboundPeers());
    table.row("network active", s.networkActive());
    table.row("mempool", s.mempoolTransactions());
    table.row("uptime", uptime(s.startedAt()));
    table.row("data directory", present.paths().dataDirectory());
    s.warnings().forEach(warning -> table.row("warning", warning));
    return table;
  }

  /** Restarts a role, for example {@code restart wallet}. */
  public String restart(String role) {
    return restart(role, "");
  }

  /** Restarts one process of a role. */
  public String restart(String role, String peer) {
    String problem = "no process can be restarted from here";
    for (ProcessControl control : controls) {
      problem = control.restart(role, peer);
      if (problem.isEmpty()) {
        return role + " is restarting";
      }
    }
    throw new IllegalStateException(problem);
  }

  private static String uptime(long startedAtMillis) {
    Duration d = Duration.between(Instant.ofEpochMilli(startedAtMillis), Instant.now());
    return d.toDays() > 0
        ? d.toDays() + "d " + d.toHoursPart() + "h"
        : d.toHours() > 0
            ? d.toHours() + "h " + d.toMinutesPart() + "m"
            : d.toMinutes() > 0
                ? d.toMinutes() + "m " + d.toSecondsPart() + "s"
                : d.toSeconds() + "s";
  }
}
