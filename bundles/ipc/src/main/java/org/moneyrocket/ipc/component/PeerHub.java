// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.process.EndpointInfo;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.RemoteEndpoint;
import org.moneyrocket.ipc.spawn.Wiring;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where connections and services meet: announces each service that leaves this process to the peers
 * that get it, and tells discovery about the services of the peers. Thread-safe.
 */
final class PeerHub {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  /** A local service that leaves the process. */
  record Export(
      String id, Map<String, Object> properties, Object service, List<Class<?>> contracts) {
    Export {
      properties = Map.copyOf(properties);
      contracts = List.copyOf(contracts);
    }
  }

  private record Arrival(
      Connection connection, RemoteEndpoint endpoint, EndpointDescription description) {}

  private final Wiring wiring;

  /**
   * Guards the tables and keeps announcements in order. Announcing writes to a control lane, whose
   * reader never waits for us, so holding it meanwhile cannot block for long.
   */
  private final Object lock = new Object();

  private final Map<String, Export> exports = new LinkedHashMap<>();
  private final List<Connection> connections = new ArrayList<>();

  // No lock: services of one peer come and go on its connection's own thread, and importing a
  // service may run the activation of any component.
  private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
  private volatile @Nullable Discovery discovery;

  PeerHub(Wiring wiring) {
    this.wiring = wiring;
  }

  /** Makes a service available to the peers, those connected now and later ones. */
  void export(Export export) {
    synchronized (lock) {
      exports.put(export.id(), export);
      for (Connection connection : connections) {
        announce(connection, export);
      }
    }
  }

  /** Takes a service back. */
  void withdraw(String id) {
    synchronized (lock) {
      if (exports.remove(id) != null) {
        connections.forEach(connection -> connection.withdraw(id));
      }
    }
  }

  /**
   * Adds a connection and announces to it what it gets.
   *
   * @return the connections there were before: of two that come at once, one sees the other
   */
  List<Connection> connected(Connection connection) {
    synchronized (lock) {
      List<Connection> others = List.copyOf(connections);
      connections.add(connection);
      for (Export export : exports.values()) {
        announce(connection, export);
      }
      return others;
    }
  }

  /**
   * Forgets a connection that has ended. Its services are reported as withdrawn apart from this.
   */
  void disconnected(Connection connection) {
    synchronized (lock) {
      connections.remove(connection);
    }
  }

  /** Returns the connections as of now. */
  List<Connection> connections() {
    synchronized (lock) {
      return List.copyOf(connections);
    }
  }

  private void announce(Connection connection, Export export) {
    List<String> roles = roles(connection.peer().role());
    List<Class<?>> contracts =
        export.contracts().stream().filter(type -> wiring.gets(roles, type.getName())).toList();
    if (contracts.isEmpty() || !connection.isOpen()) {
      return;
    }
    try {
      connection.announce(export.id(), export.properties(), export.service(), contracts);
    } catch (RuntimeException e) {
      // One peer that cannot have the service keeps it from no other, nor this one from the rest.
      if (connection.isOpen()) {
        log.error("{} cannot be offered to {}", contracts, connection.peer().shortName(), e);
      } else {
        log.debug("{} is gone already: {}", connection.peer().shortName(), e.getMessage());
      }
    }
  }

  /** Returns the roles in what a process says about itself, for example {@code node+wallet}. */
  static List<String> roles(String role) {
    return Arrays.asList(role.split("\\+"));
  }

  /** A peer offers a service. */
  void announced(Connection connection, RemoteEndpoint endpoint) {
    EndpointDescription description = PeerEndpoints.remote(connection, endpoint);
    log.debug("{} offers {}", connection.peer().shortName(), endpoint.contracts());
    arrivals.put(description.getId(), new Arrival(connection, endpoint, description));
    Discovery told = discovery;
    if (told != null) {
      told.arrived(description);
    }
  }

  /** A peer takes a service back. */
  void withdrawn(Connection connection, RemoteEndpoint endpoint) {
    log.debug("{} withdraws {}", connection.peer().shortName(), endpoint.contracts());
    Arrival arrival = arrivals.remove(PeerEndpoints.id(connection, endpoint));
    Discovery told = discovery;
    if (arrival != null && told != null) {
      told.gone(arrival.description());
    }
  }

  /** Names who is told about services of peers, and tells it what is there already. */
  void discoverWith(Discovery chosen) {
    discovery = chosen;
    arrivals.values().forEach(arrival -> chosen.arrived(arrival.description()));
  }

  /** Ends discovery; it hears that everything is gone. */
  void stopDiscovery(Discovery chosen) {
    if (discovery == chosen) {
      discovery = null;
      arrivals.values().forEach(arrival -> chosen.gone(arrival.description()));
    }
  }

  /** Returns what leaves and what enters this process now. */
  List<EndpointInfo> endpoints() {
    List<EndpointInfo> infos = new ArrayList<>();
    synchronized (lock) {
      for (Export export : exports.values()) {
        for (Class<?> contract : export.contracts()) {
          infos.add(new EndpointInfo(true, contract.getName(), "", export.id()));
        }
      }
    }
    for (Arrival arrival : arrivals.values()) {
      String peer = arrival.connection().peer().shortName();
      for (String contract : arrival.endpoint().contracts()) {
        infos.add(new EndpointInfo(false, contract, peer, arrival.endpoint().id()));
      }
    }
    return infos;
  }

  /** Tells whether the peer still offers the service. */
  boolean isOffered(String id) {
    return arrivals.containsKey(id);
  }

  /**
   * Makes a proxy for a service of a peer.
   *
   * @return null if the service has gone meanwhile
   */
  @Nullable Object importService(String id, List<Class<?>> contracts) {
    Arrival arrival = arrivals.get(id);
    return arrival == null
        ? null
        : arrival.connection().importService(arrival.endpoint(), contracts);
  }
}
