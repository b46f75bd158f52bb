// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixTransport;
import org.moneyrocket.ipc.shapes.Callback;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** What a peer cannot make us hold, and what raw bytes cannot do. */
public class LimitsTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private static void assertReason(Throwable thrown, Reason reason) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            RemoteCallException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  public void aHundredMebibytesGoBothWays() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      int size = 100 << 20;
      assertThat(shapes.size(Bytes.wrap(new byte[size]))).isEqualTo(size);
      assertThat(shapes.make(size).size()).isEqualTo(size);
    }
  }

  @Test
  public void whatIsTooLargeIsRefusedOnBothSidesAndTheConnectionStays() throws Exception {
    try (Pair pair =
        new Pair(s -> s, s -> s.withLimits(Limits.DEFAULT.withMessageBytes(1 << 20)))) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      assertThatThrownBy(() -> shapes.size(Bytes.wrap(new byte[2 << 20])))
          .satisfies(e -> assertReason(e, Reason.LIMIT))
          .hasMessage("Shapes.size: message is larger than 1048576 bytes");
      assertThatThrownBy(() -> shapes.make(2 << 20))
          .satisfies(e -> assertReason(e, Reason.LIMIT))
          .hasMessage("Shapes.make: message is larger than 1048576 bytes");
      List<String> much = new ArrayList<>();
      for (int i = 0; i < 100_000; i++) {
        much.add("text number " + i);
      }
      assertThatThrownBy(() -> shapes.set(new java.util.LinkedHashSet<>(much)))
          .satisfies(e -> assertReason(e, Reason.LIMIT));
      assertThat(shapes.size(Bytes.wrap(new byte[1000_000]))).isEqualTo(1000_000);
    }
  }

  @Test
  public void tooManyLanesAreRefusedWithAClearError() throws Exception {
    try (Pair pair = new Pair(s -> s, s -> s.withLimits(Limits.DEFAULT.withLanes(3)))) {
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch inside = new CountDownLatch(3);
      Shapes shapes =
          pair.offer(
              Shapes.class,
              new ShapesService() {
                @Override
                public void nothing() {
                  inside.countDown();
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(shapes::nothing);
        thread.start();
        threads.add(thread);
      }
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> shapes.add(1, 2))
          .satisfies(e -> assertReason(e, Reason.LIMIT))
          .hasMessageContaining("more than 3 lanes are open to node 2");
      release.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      ReferencesTest.await(() -> pair.server.lanes().open() == 0);
      assertThat(shapes.add(1, 2)).isEqualTo(3);
    }
  }

  @Test
  public void tooManyObjectsAreRefused() throws Exception {
    try (Pair pair = new Pair(s -> s.withLimits(Limits.DEFAULT.withObjects(10)), s -> s)) {
      List<Callback> kept = new ArrayList<>();
      Shapes shapes =
          pair.offer(
              Shapes.class,
              new ShapesService() {
                @Override
                public void store(Callback callback) {
                  kept.add(callback);
                }
              });
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      for (int i = 0; i < 11; i++) {
        int number = i;
        try {
          shapes.store(n -> "c" + number);
        } catch (RemoteCallException e) {
          thrown.set(e);
        }
      }
      assertReason(thrown.get(), Reason.LIMIT);
      assertThat(thrown.get()).hasMessageContaining("holds 10 objects of this process already");
      assertThat(kept).hasSize(10);
      assertThat(shapes.add(1, 1)).isEqualTo(2);
    }
  }

  @Test
  public void unknownObjectsAndMethodsAreErrorAnswers() throws Exception {
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new ShapesService());
      RemoteEndpoint known = pair.clientEvents.announced.get(0);
      RemoteEndpoint wrong =
          new RemoteEndpoint("x", known.properties(), known.contracts(), List.of(4711));
      Shapes nowhere = pair.client.importService(wrong, Shapes.class);
      assertThatThrownBy(nowhere::nothing).satisfies(e -> assertReason(e, Reason.NO_SUCH_OBJECT));
      // The peer's idea of the object is another contract with fewer methods.
      pair.server.announce(
          "small", java.util.Map.of(), (Callback) n -> "s", List.of(Callback.class));
      RemoteEndpoint small = pair.clientEvents.await("small");
      Shapes mistaken =
          pair.client.importService(
              new RemoteEndpoint("y", known.properties(), known.contracts(), small.objects()),
              Shapes.class);
      assertThatThrownBy(mistaken::nothing)
          .satisfies(e -> assertReason(e, Reason.NO_SUCH_OBJECT))
          .hasMessageContaining("Callback has no method");
      assertThatThrownBy(() -> mistaken.add(1, 2)).isInstanceOf(RemoteCallException.class);
      assertThat(shapes.add(1, 2)).isEqualTo(3);
    }
  }

  /** A peer that went through the handshake and then sends what it likes. */
  private static final class RawPeer implements AutoCloseable {
    final Pair.Events events = new Pair.Events();
    final Connection connection;
    final ControlLane control;

    RawPeer() throws Exception {
      Descriptor[] sockets = Descriptor.pair();
      control = new ControlLane(sockets[1], 1 << 20);
      Thread handshake =
          new Thread(
              () -> {
                try {
                  new Handshake(control, Pair.settings("raw", 2)).run();
                } catch (java.io.IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      handshake.start();
      connection = Connection.open(sockets[0], Pair.settings("node", 1), events);
      handshake.join();
      connection.announce(
          "s", java.util.Map.of("k", 1), new ShapesService(), List.of(Shapes.class));
    }

    UnixTransport lane(int id, int object) throws Exception {
      Descriptor[] sockets = Descriptor.pair();
      control.send(Frame.LANE, id, object, new ByteWriter().text("raw").toArray(), sockets[1]);
      return new UnixTransport(sockets[0]);
    }

    @Override
    public void close() throws Exception {
      connection.close();
      assertThat(events.ended.await(10, TimeUnit.SECONDS)).isTrue();
      control.close();
    }
  }

  @Test
  public void randomBytesOnCallLanesEndOnlyThatLane() throws Exception {
    RandomValues values = new RandomValues();
    Random random = values.random();
    int descriptors = Descriptor.openCount();
    try (RawPeer peer = new RawPeer()) {
      for (int round = 0; round < 300; round++) {
        UnixTransport lane = peer.lane(2 * round + 2, 0);
        byte[] bytes = new byte[1 + random.nextInt(400)];
        random.nextBytes(bytes);
        if (random.nextBoolean() && bytes.length >= 16) {
          ByteWriter head = new ByteWriter();
          head.i32(bytes.length)
              .u8(Frame.CALL)
              .u8(random.nextInt(4) == 0 ? random.nextInt(16) : 0)
              .u16(random.nextInt(40))
              .i32(random.nextInt())
              .i32(random.nextInt(3));
          System.arraycopy(head.toArray(), 0, bytes, 0, 16);
        }
        try {
          lane.send(bytes, 0, bytes.length);
        } catch (java.io.IOException e) {
          assertThat(e).hasMessageContaining("peer has closed");
        }
        lane.close();
      }
      assertThat(peer.connection.isOpen()).isTrue();
      ReferencesTest.await(() -> peer.connection.lanes().open() == 0);
    }
    ReferencesTest.await(() -> Descriptor.openCount() <= descriptors);
  }

  @Test
  public void randomFramesOnTheControlLaneEndAtMostTheConnection() throws Exception {
    RandomValues values = new RandomValues();
    Random random = values.random();
    int descriptors = Descriptor.openCount();
    for (int round = 0; round < 150; round++) {
      try (RawPeer peer = new RawPeer()) {
        for (int i = 0; i < 20 && peer.connection.isOpen(); i++) {
          byte[] body = new byte[random.nextInt(60)];
          random.nextBytes(body);
          byte kind = (byte) (random.nextInt(8) == 0 ? random.nextInt() : 20 + random.nextInt(9));
          Descriptor passed = null;
          if (random.nextInt(3) == 0) {
            Descriptor[] pair = Descriptor.pair();
            pair[1].close();
            passed = pair[0];
          }
          try {
            peer.control.send(kind, random.nextInt(4), random.nextInt(4), body, passed);
          } catch (java.io.IOException e) {
            break;
          }
        }
        peer.close();
        synchronized (peer.events) {
          peer.events.sockets.forEach(Descriptor::close);
        }
      }
    }
    ReferencesTest.await(() -> Descriptor.openCount() <= descriptors);
  }

  @Test
  public void descriptorsThatAreNoSocketsEndTheConnection() throws Exception {
    try (RawPeer peer = new RawPeer()) {
      // The end of a pipe to a process is no Unix stream socket: a file will do.
      Descriptor file =
          Descriptor.adopt(org.moneyrocket.ipc.lane.Posix.duplicate(fileDescriptor()));
      peer.control.send(Frame.LANE, 2, 0, new ByteWriter().text("x").toArray(), file);
      assertThat(peer.events.ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(peer.connection.end().orElseThrow().message())
          .contains("descriptors that are not acceptable");
    }
  }

  private static int fileDescriptor() {
    return 2;
  }
}
