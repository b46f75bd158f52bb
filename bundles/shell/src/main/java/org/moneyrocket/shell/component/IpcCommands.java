// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.process.CallCount;
import org.moneyrocket.interfaces.process.ConnectionInfo;
import org.moneyrocket.interfaces.process.Connections;
import org.moneyrocket.interfaces.process.EndpointInfo;
import org.moneyrocket.shell.session.Table;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code ipc:…}: connections, contracts that cross them, and calls. */
@Component(
    service = IpcCommands.class,
    property = {
      "osgi.command.scope=ipc",
      "osgi.command.function=list",
      "osgi.command.function=endpoints",
      "osgi.command.function=stats"
    })
public final class IpcCommands {
  private volatile @Nullable Connections connections;

  @Activate
  public IpcCommands() {
    // The reference is dynamic: a process without connections is something to show.
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void setConnections(Connections found) {
    connections = found;
  }

  public void unsetConnections(Connections gone) {
    if (connections == gone) {
      connections = null;
    }
  }

  private Connections present() {
    Connections found = connections;
    if (found == null) {
      throw new IllegalStateException("this process has no connections to others");
    }
    return found;
  }

  /** Lists the connections. */
  public Table list() {
    Table table = new Table("peer", "role", "pid", "kind", "lanes", "exported", "imported");
    for (ConnectionInfo c : present().connections()) {
      table.row(
          c.peer(),
          c.role(),
          c.pid(),
          c.kind(),
          c.lanes(),
          c.exportedObjects(),
          c.importedObjects());
    }
    return table;
  }

  /** Lists the contracts that leave or enter this process. */
  public Table endpoints() {
    Table table = new Table("direction", "contract", "peer", "id");
    for (EndpointInfo e : present().endpoints()) {
      table.row(e.exported() ? "exported" : "imported", e.contract(), e.peer(), e.id());
    }
    return table;
  }

  /** Shows which methods were called how often, and how long they took. */
  public Table stats() {
    Table table =
        new Table(
            "direction", "contract", "method", "calls", "failed", "mean_us", "max_us", "bytes");
    for (CallCount c : present().calls()) {
      long mean = c.calls() == 0 ? 0 : c.totalNanos() / c.calls() / 1000;
      String contract = c.contract().substring(c.contract().lastIndexOf('.') + 1);
      table.row(
          c.outgoing() ? "out" : "in",
          contract,
          c.method(),
          c.calls(),
          c.failures(),
          mean,
          c.maxNanos() / 1000,
          c.bytes());
    }
    return table;
  }
}
