// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.ConnectionListener;
import org.moneyrocket.ipc.connection.ConnectionSettings;
import org.moneyrocket.ipc.connection.Identity;
import org.moneyrocket.ipc.connection.RemoteEndpoint;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;

/** The process that serves. */
public final class BenchServer {
  private BenchServer() {}

  /** Notes the first endpoint and the end. */
  static final class Events implements ConnectionListener {
    final CompletableFuture<RemoteEndpoint> endpoint = new CompletableFuture<>();
    final CountDownLatch ended = new CountDownLatch(1);
    volatile long endedAt;

    @Override
    public void announced(Connection connection, RemoteEndpoint announced) {
      endpoint.complete(announced);
    }

    @Override
    public void withdrawn(Connection connection, RemoteEndpoint withdrawn) {}

    @Override
    public void introduced(Connection connection, Descriptor socket, String who) {
      socket.close();
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      endedAt = System.nanoTime();
      ended.countDown();
    }
  }

  static ConnectionSettings settings(String role) {
    long pid = ProcessHandle.current().pid();
    return ConnectionSettings.of(
        new Identity("benchmark", "regtest", role, pid, role + pid, List.of()),
        Authentication.inherited());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Events events = new Events();
    try (Connection connection =
        Connection.open(UnixListener.connect(Path.of(args[0])), settings("server"), events)) {
      connection.announce("bench", Map.of(), new BenchService(), List.of(Bench.class));
      events.ended.await();
    }
  }
}
