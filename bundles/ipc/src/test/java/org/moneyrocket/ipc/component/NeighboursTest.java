// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.ConnectionListener;
import org.moneyrocket.ipc.connection.ConnectionSettings;
import org.moneyrocket.ipc.connection.Identity;
import org.moneyrocket.ipc.connection.PeerRoom;
import org.moneyrocket.ipc.connection.RemoteEndpoint;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;
import org.moneyrocket.ipc.spawn.Link;
import org.moneyrocket.ipc.spawn.Wiring;
import org.osgi.service.remoteserviceadmin.EndpointDescription;

/** Services and connections that come and go: what one peer does harms no other. */
public class NeighboursTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private final Wiring wiring =
      new Wiring(Map.of(Shapes.class.getName(), Set.of("wallet")), Map.of(), List.of());
  private final PeerHub hub = new PeerHub(wiring);
  private final Neighbours neighbours =
      new Neighbours(() -> identity("node", 1, "node1"), wiring, hub, PeerRoom.endless());
  private final List<Connection> peers = new ArrayList<>();

  private static Identity identity(String role, long pid, String instance) {
    return new Identity("1.0", "regtest", role, pid, instance, List.of());
  }

  /** What a peer hears. */
  private static class Peer implements ConnectionListener {
    final Set<String> offered = ConcurrentHashMap.newKeySet();

    @Override
    public void announced(Connection connection, RemoteEndpoint endpoint) {
      offered.add(endpoint.id());
    }

    @Override
    public void withdrawn(Connection connection, RemoteEndpoint endpoint) {
      offered.remove(endpoint.id());
    }

    @Override
    public void introduced(Connection connection, Descriptor socket, String who) {
      socket.close();
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {}
  }

  @After
  public void disconnect() {
    neighbours.closeAll();
    peers.forEach(Connection::close);
  }

  private Connection visit(String instance, Peer peer) throws IOException {
    Descriptor[] sockets = Descriptor.pair();
    CompletableFuture<Connection> theirs =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Connection.open(
                    sockets[1],
                    ConnectionSettings.of(
                        identity("wallet", 2, instance), Authentication.inherited()),
                    peer);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    neighbours.connect(sockets[0], Authentication.inherited(), Link.Kind.ATTACHED, end -> {});
    peers.add(theirs.join());
    return theirs.join();
  }

  private static PeerHub.Export export(String id) {
    return new PeerHub.Export(id, Map.of(), new ShapesService(), List.of(Shapes.class));
  }

  private static void await(java.util.function.BooleanSupplier reached) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.sleep(2);
    }
  }

  @Test
  public void visitorsThatLeaveAtOnceKeepNoServiceFromOthers() throws Exception {
    hub.export(export("first"));
    Peer stays = new Peer();
    visit("stays", stays);
    for (int i = 0; i < 100; i++) {
      int round = i;
      CompletableFuture<Void> exports =
          CompletableFuture.runAsync(() -> hub.export(export("more" + round)));
      visit("short" + i, new Peer()).close();
      exports.join();
    }
    await(() -> stays.offered.size() == 101);
    await(() -> hub.connections().size() == 1);
    hub.withdraw("first");
    await(() -> !stays.offered.contains("first"));
  }

  @Test
  public void aServiceThatOnePeerCannotHaveKeepsNoOtherFromIt() throws Exception {
    Connection one = visit("one", new Peer());
    Peer second = new Peer();
    visit("two", second);
    // Taken already at the first: announcing it there fails.
    hub.connections().stream()
        .filter(connection -> connection.peer().instance().equals("one"))
        .forEach(
            connection ->
                connection.announce("s", Map.of(), new ShapesService(), List.of(Shapes.class)));
    hub.export(export("s"));

    await(() -> second.offered.contains("s"));
    assertThat(one.isOpen()).isTrue();
  }

  @Test
  public void whatAnOldConnectionWithdrawsTheNewOneKeeps() throws Exception {
    Map<String, EndpointDescription> there = new ConcurrentHashMap<>();
    hub.discoverWith(
        new Discovery() {
          @Override
          public void arrived(EndpointDescription endpoint) {
            there.put(endpoint.getId(), endpoint);
          }

          @Override
          public void gone(EndpointDescription endpoint) {
            there.remove(endpoint.getId());
          }
        });
    for (int i = 0; i < 30; i++) {
      Connection old = visit("same", new Peer());
      old.announce("1", Map.of("is", "old"), new ShapesService(), List.of(Shapes.class));
      Connection young = visit("same", new Peer());
      young.announce("1", Map.of("is", "young"), new ShapesService(), List.of(Shapes.class));
      old.close();
      await(() -> hub.connections().size() == 1);
      await(
          () ->
              there.size() == 1
                  && there.values().iterator().next().getProperties().get("is").equals("young"));
      String left = there.keySet().iterator().next();
      assertThat(hub.importService(left, List.of(Shapes.class)))
          .isInstanceOfSatisfying(
              Shapes.class, shapes -> assertThat(shapes.add(1, 2)).isEqualTo(3));
      young.close();
      await(() -> there.isEmpty() && hub.connections().isEmpty());
    }
  }

  @Test
  public void afterTheEndNobodyIsTakenIn() throws Exception {
    visit("one", new Peer());
    neighbours.closeAll();
    assertThat(hub.connections()).isEmpty();

    Descriptor[] sockets = Descriptor.pair();
    assertThatThrownBy(
            () ->
                neighbours.connect(
                    sockets[0], Authentication.inherited(), Link.Kind.ATTACHED, end -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("this process is ending its connections");
    assertThat(sockets[0].isClosed()).isTrue();
    sockets[1].close();
  }

  @Test
  public void aHandshakeThatWasUnderWayAtTheEndLeavesNoConnection() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Neighbours slow =
        new Neighbours(
            () -> {
              begun.countDown();
              return identity("node", 1, "node1");
            },
            wiring,
            hub,
            PeerRoom.endless());
    Descriptor[] sockets = Descriptor.pair();
    CompletableFuture<Throwable> refused =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                slow.connect(sockets[0], Authentication.inherited(), Link.Kind.ATTACHED, end -> {});
                return new AssertionError("was taken in");
              } catch (IOException e) {
                return e;
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    slow.closeAll();
    peers.add(
        Connection.open(
            sockets[1],
            ConnectionSettings.of(identity("wallet", 2, "late"), Authentication.inherited()),
            new Peer()));

    assertThat(refused.get(10, TimeUnit.SECONDS)).hasMessageContaining("ending its connections");
    await(() -> hub.connections().isEmpty());
    await(() -> !peers.get(0).isOpen());
  }

  @Test
  public void moreProcessesThanMayAttachAreRefusedWithASentenceAndTheOthersStay() throws Exception {
    for (int i = 0; i < Neighbours.MOST_ATTACHED; i++) {
      visit("wallet" + i, new Peer());
    }
    Descriptor[] sockets = Descriptor.pair();
    assertThatThrownBy(
            () ->
                neighbours.connect(
                    sockets[0], Authentication.inherited(), Link.Kind.ATTACHED, end -> {}))
        .hasMessageContaining("takes no more");
    assertThatThrownBy(
            () ->
                Connection.open(
                    sockets[1],
                    ConnectionSettings.of(
                        identity("wallet", 2, "late"), Authentication.inherited()),
                    new Peer()))
        .hasMessageContaining("has 64 connections and takes no more");
    assertThat(peers).hasSize(Neighbours.MOST_ATTACHED).allMatch(Connection::isOpen);
  }
}
