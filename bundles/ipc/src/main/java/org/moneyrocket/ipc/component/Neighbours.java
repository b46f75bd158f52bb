// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.ConnectionListener;
import org.moneyrocket.ipc.connection.ConnectionSettings;
import org.moneyrocket.ipc.connection.Identity;
import org.moneyrocket.ipc.connection.RemoteEndpoint;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.spawn.Link;
import org.moneyrocket.ipc.spawn.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes this one is connected to. Connects the hub to each new connection, introduces peers
 * that need each other, and keeps one connection per peer.
 */
final class Neighbours implements Link {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private final Identity self;
  private final Wiring wiring;
  private final PeerHub hub;
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

  Neighbours(Identity self, Wiring wiring, PeerHub hub) {
    this.self = self;
    this.wiring = wiring;
    this.hub = hub;
  }

  /** Runs {@code action} whenever a connection is made or ends, on the thread that noticed. */
  void onChange(Runnable action) {
    changeListeners.add(action);
  }

  @Override
  public Connection connect(Descriptor socket, Authentication authentication, Runnable whenEnded)
      throws IOException {
    Listener listener = new Listener(whenEnded);
    Connection connection =
        Connection.open(socket, ConnectionSettings.of(self, authentication), listener);
    adopt(connection);
    return connection;
  }

  private void adopt(Connection connection) {
    log.info("Connected to {}", connection.peer());
    for (Connection other : hub.connected(connection)) {
      if (other.peer().instance().equals(connection.peer().instance())) {
        // Both sides see the same two connections and keep the younger one.
        log.debug("replacing an older connection to {}", other.peer().shortName());
        other.close();
      } else if (needEachOther(connection, other)) {
        introduce(connection, other);
      }
    }
    if (connection.end().isPresent()) {
      // It ended before the hub knew it, and the hub will not hear of that again.
      hub.disconnected(connection);
    }
    changed();
  }

  private boolean needEachOther(Connection one, Connection other) {
    List<String> ofOne = PeerHub.roles(one.peer().role());
    List<String> ofOther = PeerHub.roles(other.peer().role());
    return wiring.introduces(ofOne, ofOther);
  }

  private void introduce(Connection one, Connection other) {
    try {
      Connection.introduce(one, other);
    } catch (IOException e) {
      // One of them has just gone; there is nobody left to introduce.
      log.debug(
          "cannot introduce {} to {}: {}",
          one.peer().shortName(),
          other.peer().shortName(),
          e.getMessage());
    }
  }

  private void changed() {
    changeListeners.forEach(Runnable::run);
  }

  /** Ends all connections. */
  void closeAll() {
    hub.connections().forEach(Connection::close);
  }

  private final class Listener implements ConnectionListener {
    private final Runnable whenEnded;

    Listener(Runnable whenEnded) {
      this.whenEnded = whenEnded;
    }

    @Override
    public void announced(Connection connection, RemoteEndpoint endpoint) {
      hub.announced(connection, endpoint);
    }

    @Override
    public void withdrawn(Connection connection, RemoteEndpoint endpoint) {
      hub.withdrawn(connection, endpoint);
    }

    @Override
    public void introduced(Connection connection, Descriptor socket, String who) {
      // The handshake may block, and this thread must go on delivering.
      Thread.ofPlatform()
          .daemon()
          .name("ipc-introduced")
          .start(
              () -> {
                try {
                  connect(socket, Authentication.inherited(), () -> {});
                } catch (IOException e) {
                  log.warn("No connection to {}: {}", who, e.getMessage());
                }
              });
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      log.info("{}", end.message());
      hub.disconnected(connection);
      changed();
      whenEnded.run();
    }
  }
}
