// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.ipc.shapes.Listener;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/** The other process of the tests: offers a service, and calls the parent's if told to. */
public final class ChildMain {
  private ChildMain() {}

  private static final class Waiting implements ConnectionListener {
    final CountDownLatch ended = new CountDownLatch(1);
    private final boolean calls;

    Waiting(boolean calls) {
      this.calls = calls;
    }

    @Override
    public void announced(Connection connection, RemoteEndpoint endpoint) {
      Shapes shapes = connection.importService(endpoint, Shapes.class);
      if (calls) {
        for (int i = 0; i < 3; i++) {
          int seed = i;
          Thread.ofPlatform().daemon().name("child-" + i).start(() -> load(shapes, seed));
        }
      }
    }

    @Override
    public void withdrawn(Connection connection, RemoteEndpoint endpoint) {}

    @Override
    public void introduced(Connection connection, Descriptor socket, String who) {
      socket.close();
    }

    @Override
    public void ended(Connection connection, ConnectionEnd end) {
      ended.countDown();
    }
  }

  /** Calls of all kinds until the peer is gone. */
  static void load(Shapes shapes, int seed) {
    RandomValues values = new RandomValues(seed);
    Random random = values.random();
    try {
      shapes.subscribe(
          new Listener() {
            @Override
            public void happened(int number, String text) {}

            @Override
            public void lagged(long sequence) {}
          });
      while (true) {
        switch (random.nextInt(6)) {
          case 0 -> shapes.everything(values.everything());
          case 1 -> shapes.callBack(n -> shapes.text("t" + n), random.nextInt());
          case 2 -> shapes.size(org.moneyrocket.primitives.Bytes.wrap(new byte[300_000]));
          case 3 -> shapes.make(300_000);
          case 4 -> shapes.emit(0, 50);
          default -> {
            shapes.counter(1).next();
            Thread.yield();
          }
        }
      }
    } catch (RemoteCallException e) {
      if (e.reason() != RemoteCallException.Reason.LOST) {
        throw e;
      }
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Waiting waiting = new Waiting(args[1].equals("calls"));
    try (Connection connection =
        Connection.open(
            UnixListener.connect(Path.of(args[0])),
            Pair.settings("child", ProcessHandle.current().pid()),
            waiting)) {
      connection.announce("child", Map.of(), new ShapesService(), List.of(Shapes.class));
      waiting.ended.await();
    }
  }
}
