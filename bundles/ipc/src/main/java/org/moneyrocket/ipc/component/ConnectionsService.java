// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.moneyrocket.interfaces.process.CallCount;
import org.moneyrocket.interfaces.process.ConnectionInfo;
import org.moneyrocket.interfaces.process.Connections;
import org.moneyrocket.interfaces.process.EndpointInfo;
import org.moneyrocket.ipc.connection.CallStats;
import org.moneyrocket.ipc.connection.Connection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the connections of this process and what crosses them. */
@Component
public final class ConnectionsService implements Connections {
  private final PeerHub hub;
  private final Neighbours neighbours;

  /** Shows the connections of this process. */
  @Activate
  public ConnectionsService(@Reference IpcRuntime runtime) {
    this.hub = runtime.hub();
    this.neighbours = runtime.neighbours();
  }

  @Override
  public List<ConnectionInfo> connections() {
    List<ConnectionInfo> infos = new ArrayList<>();
    for (Connection connection : hub.connections()) {
      CallStats stats = connection.statistics();
      infos.add(
          new ConnectionInfo(
              connection.peer().shortName(),
              connection.peer().role(),
              connection.peer().pid(),
              neighbours
                  .kind(connection)
                  .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                  .orElse(""),
              neighbours.since(connection),
              stats.lanesOpen(),
              stats.objectsGiven(),
              stats.objectsHeld()));
    }
    return infos;
  }

  @Override
  public List<EndpointInfo> endpoints() {
    return hub.endpoints();
  }

  @Override
  public List<CallCount> calls() {
    List<CallCount> counts = new ArrayList<>();
    for (Connection connection : hub.connections()) {
      for (CallStats.MethodStats method : connection.statistics().calls()) {
        counts.add(
            new CallCount(
                method.contract(),
                method.method(),
                method.outgoing(),
                method.count(),
                method.failures(),
                method.nanos(),
                method.maxNanos(),
                method.bytesOut() + method.bytesIn()));
      }
    }
    counts.sort(Comparator.comparingLong(CallCount::calls).reversed());
    return counts;
  }
}
