// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.ConnectionListener;
import org.moneyrocket.ipc.connection.ConnectionSettings;
import org.moneyrocket.ipc.connection.HandshakeException;
import org.moneyrocket.ipc.connection.Identity;
import org.moneyrocket.ipc.connection.PeerRoom;
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

  /** Processes that came in by themselves; whoever has started this one is never refused. */
  static final int MOST_ATTACHED = 64;

  private final Supplier<Identity> describe;
  private @Nullable Identity self;
  private final Wiring wiring;
  private final PeerHub hub;
  private final PeerRoom room;

  /**
   * A child has to start a virtual machine and a container first, perhaps on a busy machine or from
   * a slow disk. One that dies meanwhile is noticed by the end of the stream.
   */
  private static final Duration CHILD_START = Duration.ofMinutes(10);

  /** How long the end of this bundle waits for components that used services of peers. */
  private static final Duration PUT_AWAY = Duration.ofSeconds(5);

  private record Origin(Kind kind, long since) {}

  private final Map<Connection, Origin> origins = new ConcurrentHashMap<>();
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Neighbours(Supplier<Identity> describe, Wiring wiring, PeerHub hub, PeerRoom room) {
    this.describe = describe;
    this.wiring = wiring;
    this.hub = hub;
    this.room = room;
  }

  // Describing all contracts loads their classes: a process that is on its own never does it.
  private synchronized Identity self() {
    Identity known = self;
    if (known == null) {
      known = describe.get();
      self = known;
    }
    return known;
  }

  /** Runs {@code action} whenever a connection is made or ends, on the thread that noticed. */
  void onChange(Runnable action) {
    changeListeners.add(action);
  }

  @Override
  public Connection connect(
      Descriptor socket,
      Authentication authentication,
      Kind kind,
      Consumer<ConnectionEnd> whenEnded)
      throws IOException {
    if (closed) {
      socket.close();
      throw ending();
    }
    if (kind == Kind.ATTACHED && attached() >= MOST_ATTACHED) {
      String sentence =
          self().shortName() + " has " + MOST_ATTACHED + " connections and takes no more";
      Connection.refuse(socket, sentence);
      throw HandshakeException.refusal(sentence);
    }
    Listener listener = new Listener(whenEnded);
    Connection connection = Connection.open(socket, settings(authentication, kind), listener);
    adopt(connection, kind);
    if (closed) {
      // The handshake was under way when everything else was closed.
      connection.close();
      throw ending();
    }
    return connection;
  }

  private long attached() {
    return origins.values().stream().filter(origin -> origin.kind() == Kind.ATTACHED).count();
  }

  private static IOException ending() {
    return new IOException("this process is ending its connections");
  }

  private ConnectionSettings settings(Authentication authentication, Kind kind) {
    ConnectionSettings usual = ConnectionSettings.of(self(), authentication).withRoom(room);
    return kind == Kind.SPAWNED ? usual.withHandshakeTimeout(CHILD_START) : usual;
  }

  private void adopt(Connection connection, Kind kind) {
    origins.put(connection, new Origin(kind, System.currentTimeMillis()));
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
      forget(connection);
    }
    changed();
  }

  private void forget(Connection connection) {
    hub.disconnected(connection);
    origins.remove(connection);
  }

  /** Returns how the peer came to us, empty if the connection has just ended. */
  Optional<Kind> kind(Connection connection) {
    return Optional.ofNullable(origins.get(connection)).map(Origin::kind);
  }

  /** Returns when the connection was made in milliseconds since 1970, 0 if it has just ended. */
  long since(Connection connection) {
    Origin origin = origins.get(connection);
    return origin == null ? 0 : origin.since();
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
    for (Runnable listener : changeListeners) {
      try {
        listener.run();
      } catch (RuntimeException | Error e) {
        log.error("A listener to connections failed", e);
      }
    }
  }

  /** Ends all connections for good, and waits a while until what came through them is put away. */
  void closeAll() {
    closed = true;
    List<Connection> all = hub.connections();
    all.forEach(Connection::close);
    long deadline = System.nanoTime() + PUT_AWAY.toNanos();
    try {
      for (Connection connection : all) {
        if (!connection.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
          log.warn("What came from {} is still in use", connection.peer().shortName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listener implements ConnectionListener {
    private final Consumer<ConnectionEnd> whenEnded;

    Listener(Consumer<ConnectionEnd> whenEnded) {
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
                  connect(socket, Authentication.inherited(), Kind.INTRODUCED, end -> {});
                } catch (IOException | RuntimeException e) {
                  log.warn("No connection to {}: {}", who, e.getMessage());
                }
              });
    }

    // Whoever decides over the end of this process hears of it before any component does: those
    // may have to write, or wait for one another.
    @Override
    public void ending(Connection connection, ConnectionEnd end) {
      try {
        whenEnded.accept(end);
      } finally {
        forget(connection);
      }
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      log.info("{}", end.message());
      changed();
    }
  }
}
