// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.interfaces.call.CallToken;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.shapes.Callback;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/** The moments at which a connection can die: before, during, racing with, and after a call. */
public class LossTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);

  /** Blocks until interrupted; notes what it was told. */
  private static final class Blocking extends ShapesService {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch left = new CountDownLatch(1);
    volatile boolean told;
    volatile boolean interrupted;

    @Override
    public void nothing() {
      CallToken token = CallToken.current();
      entered.countDown();
      try {
        Thread.sleep(30_000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      told = token.isCancelled();
      left.countDown();
    }
  }

  private static void assertLost(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            RemoteCallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOST));
  }

  @Test
  public void aCallAfterTheClientClosedFailsAtOnce() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      shapes.add(1, 2);
      pair.client.close();
      assertThatThrownBy(() -> shapes.add(1, 2))
          .satisfies(LossTest::assertLost)
          .hasMessage("Shapes.add: the connection to node 2 was closed");
    }
  }

  @Test
  public void aCallAfterTheServerClosedFailsAtOnce() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      shapes.add(1, 2);
      pair.server.close();
      assertThat(pair.clientEvents.ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> shapes.add(1, 2))
          .satisfies(LossTest::assertLost)
          .hasMessage("Shapes.add: node 2 has closed the connection");
      assertThat(pair.clientEvents.seen()).endsWith("ended CLOSED_BY_PEER");
    }
  }

  @Test
  public void aFirstCallAfterTheServerClosedFailsToo() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Pair pair = new Pair()) {
        Shapes shapes = pair.offer(Shapes.class, new ShapesService());
        pair.server.close();
        assertThatThrownBy(() -> shapes.add(1, 2)).satisfies(LossTest::assertLost);
      }
    }
  }

  @Test
  public void aCallInFlightFailsAndTheRunningMethodIsTold() throws Exception {
    try (Pair pair = new Pair()) {
      Blocking service = new Blocking();
      Shapes shapes = pair.offer(Shapes.class, service);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicReference<Long> failedAt = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  shapes.nothing();
                } catch (RemoteCallException e) {
                  failedAt.set(System.nanoTime());
                  thrown.set(e);
                }
              });
      caller.start();
      assertThat(service.entered.await(10, TimeUnit.SECONDS)).isTrue();
      long closedAt = System.nanoTime();
      pair.client.close();
      caller.join();
      assertLost(thrown.get());
      assertThat(failedAt.get() - closedAt).isLessThan(2_000_000_000L);
      assertThat(service.left.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(service.told).isTrue();
      assertThat(service.interrupted).isTrue();
    }
  }

  @Test
  public void theServerMayCloseTheConnectionInsideACall() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes =
          pair.offer(
              Shapes.class,
              new ShapesService() {
                @Override
                public void nothing() {
                  pair.server.close();
                }
              });
      assertThatThrownBy(shapes::nothing).satisfies(LossTest::assertLost);
    }
  }

  @Test
  public void theClientMayCloseTheConnectionInsideACallback() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      assertThatThrownBy(
              () ->
                  shapes.callBack(
                      n -> {
                        pair.client.close();
                        return "never read";
                      },
                      1))
          .satisfies(LossTest::assertLost);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  public void aCallbackThatRunsWhenTheConnectionGoesIsTold() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      CountDownLatch inside = new CountDownLatch(1);
      AtomicReference<Boolean> told = new AtomicReference<>();
      Callback waits =
          n -> {
            inside.countDown();
            try {
              Thread.sleep(30_000);
            } catch (InterruptedException e) {
              told.set(CallToken.current().isCancelled());
            }
            return "late";
          };
      Thread closer =
          new Thread(
              () -> {
                try {
                  inside.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                pair.server.close();
              });
      closer.start();
      assertThatThrownBy(() -> shapes.callBack(waits, 1)).satisfies(LossTest::assertLost);
      assertThat(told.get()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      closer.join();
    }
  }

  /** Cuts the connection off at one point of a call and expects exactly one failure. */
  private static void cutAt(Probe.Point point, boolean onServer) throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      AtomicInteger cuts = new AtomicInteger();
      Connection probed = onServer ? pair.server : pair.client;
      probed.setProbe(
          (at, what) -> {
            if (at == point && cuts.getAndIncrement() == 0) {
              pair.server.close();
              pair.client.close();
            }
          });
      try {
        // Where the answer may have been on its way already, it may arrive.
        assertThat(shapes.callBack(n -> "x" + n, 1)).isEqualTo("x1");
        assertThat(point).isEqualTo(Probe.Point.ANSWER_SENT);
      } catch (RemoteCallException e) {
        assertLost(e);
      }
      assertThat(cuts.get()).isPositive();
      assertThatThrownBy(() -> shapes.add(1, 1)).satisfies(LossTest::assertLost);
    }
  }

  @Test
  public void thePeerMayGoBetweenAskingForAThreadAndItsWaiting() throws Exception {
    cutAt(Probe.Point.LANE_ASKED, true);
  }

  @Test
  public void thePeerMayGoBetweenTheStartOfARequestAndReadingItsArguments() throws Exception {
    cutAt(Probe.Point.REQUEST_STARTED, true);
    cutAt(Probe.Point.ARGUMENTS_READ, true);
  }

  @Test
  public void thePeerMayGoBetweenTheEndOfAMethodAndItsAnswer() throws Exception {
    cutAt(Probe.Point.METHOD_FINISHED, true);
  }

  @Test
  public void thePeerMayGoBetweenARequestAndWaitingForItsAnswer() throws Exception {
    cutAt(Probe.Point.REQUEST_SENT, false);
  }

  @Test
  public void thePeerMayGoInsideACallbackAtAnyPoint() throws Exception {
    cutAt(Probe.Point.REQUEST_STARTED, false);
    cutAt(Probe.Point.ARGUMENTS_READ, false);
    cutAt(Probe.Point.METHOD_FINISHED, false);
    cutAt(Probe.Point.ANSWER_SENT, false);
    cutAt(Probe.Point.REQUEST_SENT, true);
  }

  @Test
  public void connectionsThatAreCutAtRandomMomentsLeaveNothingBehind() throws Exception {
    int descriptors = Descriptor.openCount();
    for (int round = 0; round < 60; round++) {
      Pair pair = new Pair();
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      AtomicInteger failures = new AtomicInteger();
      Thread[] callers = new Thread[3];
      for (int t = 0; t < callers.length; t++) {
        callers[t] =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      shapes.callBack(n -> shapes.text("n" + n), 1);
                    }
                  } catch (RemoteCallException e) {
                    failures.incrementAndGet();
                  }
                });
        callers[t].start();
      }
      Thread.sleep(round % 8);
      (round % 2 == 0 ? pair.client : pair.server).close();
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).hasValue(3);
      pair.close();
    }
    ReferencesTest.await(() -> Descriptor.openCount() <= descriptors);
  }

  @Test
  public void servicesAreWithdrawnBeforeTheEndIsReported() throws Exception {
    try (Pair pair = new Pair()) {
      pair.server.announce("a", Map.of(), new ShapesService(), java.util.List.of(Shapes.class));
      pair.server.announce("b", Map.of(), new ShapesService(), java.util.List.of(Shapes.class));
      pair.clientEvents.await("b");
      pair.server.withdraw("a");
      pair.clientEvents.awaitSeen("withdrawn a");
      pair.server.close();
      assertThat(pair.clientEvents.ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(pair.clientEvents.seen())
          .containsExactly(
              "announced a", "announced b", "withdrawn a", "withdrawn b", "ended CLOSED_BY_PEER");
    }
  }

  /** Does not return from one kind of news before it is told to. */
  private static class Stuck implements ConnectionListener {
    final CountDownLatch stuck = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);
    final CountDownLatch toldFirst = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void announced(Connection connection, RemoteEndpoint endpoint) {
      stuck.countDown();
      boolean interrupted = false;
      while (free.getCount() > 0) {
        try {
          free.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void withdrawn(Connection connection, RemoteEndpoint endpoint) {
      throw new LinkageError("a component that cannot be deactivated");
    }

    @Override
    public void introduced(Connection connection, Descriptor socket, String who) {
      socket.close();
    }

    @Override
    public void ending(Connection connection, ConnectionEnd end) {
      toldFirst.countDown();
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      ended.countDown();
    }
  }

  @Test
  public void theEndIsToldAtOnceWhateverElseAListenerIsDoing() throws Exception {
    Descriptor[] sockets = Descriptor.pair();
    Stuck listener = new Stuck();
    java.util.concurrent.CompletableFuture<Connection> opening =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> {
              try {
                return Connection.open(sockets[0], Pair.settings("gui", 1), listener);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    Connection peer = Connection.open(sockets[1], Pair.settings("node", 2), new Pair.Events());
    Connection connection = opening.join();
    peer.announce("a", Map.of(), new ShapesService(), java.util.List.of(Shapes.class));
    assertThat(listener.stuck.await(10, TimeUnit.SECONDS)).isTrue();

    peer.close();

    assertThat(listener.toldFirst.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(connection.awaitEnd(java.time.Duration.ZERO)).isFalse();
    listener.free.countDown();
    // An Error on the way does not lose the rest.
    assertThat(listener.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(connection.awaitEnd(java.time.Duration.ofSeconds(10))).isTrue();
  }

  @Test
  public void aCallThatWasNeverMadeIsToldFromOneThatMayHaveBeen() throws Exception {
    try (Pair pair = new Pair()) {
      Blocking service = new Blocking();
      Shapes shapes = pair.offer(Shapes.class, service);
      AtomicReference<RemoteCallException> cutOff = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  shapes.nothing();
                } catch (RemoteCallException e) {
                  cutOff.set(e);
                }
              });
      caller.start();
      assertThat(service.entered.await(10, TimeUnit.SECONDS)).isTrue();
      pair.server.close();
      caller.join();
      assertThat(cutOff.get().mayHaveHappened()).isTrue();
      assertThatThrownBy(() -> shapes.add(1, 2))
          .isInstanceOfSatisfying(
              RemoteCallException.class, e -> assertThat(e.mayHaveHappened()).isFalse());
    }
  }

  @Test
  public void aSilentPeerCountsAsLost() throws Exception {
    Descriptor[] sockets = Descriptor.pair();
    Pair.Events events = new Pair.Events();
    // A peer that introduces itself and then says nothing any more.
    Thread mute =
        new Thread(
            () -> {
              ControlLane control = new ControlLane(sockets[1], 1 << 20);
              try {
                new Handshake(control, Pair.settings("node", 2)).run();
              } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
              }
            });
    mute.start();
    Connection connection =
        Connection.open(
            sockets[0],
            Pair.settings("gui", 1)
                .withHeartbeat(java.time.Duration.ofMillis(20), java.time.Duration.ofMillis(200)),
            events);
    assertThat(events.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(connection.end().orElseThrow().cause()).isEqualTo(ConnectionEnd.Cause.SILENT);
    mute.join();
    sockets[1].close();
  }

  @Test
  public void aPeerThatAnswersPingsStays() throws Exception {
    try (Pair pair =
        new Pair(
            s ->
                s.withHeartbeat(java.time.Duration.ofMillis(10), java.time.Duration.ofMillis(2000)),
            s -> s)) {
      Thread.sleep(300);
      assertThat(pair.client.isOpen()).isTrue();
    }
  }
}
