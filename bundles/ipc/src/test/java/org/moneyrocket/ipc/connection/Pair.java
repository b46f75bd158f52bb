// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.moneyrocket.ipc.lane.Descriptor;

/** Two ends of one connection in this process, over a socket pair. */
final class Pair implements AutoCloseable {
  /** Notes what happens on one end. */
  static final class Events implements ConnectionListener {
    final List<String> seen = new ArrayList<>();
    final List<RemoteEndpoint> announced = new ArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);
    final List<Descriptor> sockets = new ArrayList<>();

    @Override
    public synchronized void announced(Connection connection, RemoteEndpoint endpoint) {
      seen.add("announced " + endpoint.id());
      announced.add(endpoint);
      notifyAll();
    }

    @Override
    public synchronized void withdrawn(Connection connection, RemoteEndpoint endpoint) {
      seen.add("withdrawn " + endpoint.id());
      announced.remove(endpoint);
      notifyAll();
    }

    @Override
    public synchronized void introduced(Connection connection, Descriptor socket, String who) {
      seen.add("introduced to " + who);
      sockets.add(socket);
      notifyAll();
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      synchronized (this) {
        seen.add("ended " + end.cause());
        notifyAll();
      }
      ended.countDown();
    }

    synchronized RemoteEndpoint await(String id) throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (true) {
        for (RemoteEndpoint e : announced) {
          if (e.id().equals(id)) {
            return e;
          }
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("not announced: " + id);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }

    synchronized void awaitSeen(String what) throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!seen.contains(what)) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("not seen: " + what + " in " + seen);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }

    synchronized List<String> seen() {
      return List.copyOf(seen);
    }
  }

  final Events clientEvents = new Events();
  final Events serverEvents = new Events();
  final Connection client;
  final Connection server;

  Pair() throws IOException {
    this(s -> s, s -> s);
  }

  Pair(
      Function<ConnectionSettings, ConnectionSettings> forClient,
      Function<ConnectionSettings, ConnectionSettings> forServer)
      throws IOException {
    Descriptor[] sockets = Descriptor.pair();
    CompletableFuture<Connection> other =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Connection.open(
                    sockets[1], forServer.apply(settings("node", 2)), serverEvents);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    client = Connection.open(sockets[0], forClient.apply(settings("gui", 1)), clientEvents);
    server = other.join();
  }

  static ConnectionSettings settings(String role, long pid) {
    return ConnectionSettings.of(
        new Identity("1.0", "regtest", role, pid, role + pid, List.of()),
        Authentication.inherited());
  }

  /** Offers {@code service} on the server's end and imports it on the client's. */
  <T> T offer(Class<T> contract, T service) throws InterruptedException {
    String id = contract.getSimpleName() + "-" + System.identityHashCode(service);
    server.announce(id, Map.of("name", "test"), service, List.of(contract));
    return client.importService(clientEvents.await(id), contract);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    try {
      if (!clientEvents.ended.await(10, TimeUnit.SECONDS)
          || !serverEvents.ended.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("connection does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
