// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.shapes.Counter;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/**
 * One conversation with nested calls, callbacks and objects that are handed over, broken off at
 * each of its moments in turn: no caller waits for ever, every failure says that the peer was lost,
 * every object is closed once, and nothing is left behind.
 */
public class NthCallTest {
  /** So many moments fewer than counted may come, when releases travel together. */
  private static final int TOGETHER = 5;

  @Rule public final Timeout timeout = Timeout.seconds(120);

  /** Counts how often its objects are closed. */
  private static final class Service extends ShapesService {
    private final List<AtomicInteger> closings = new ArrayList<>();

    synchronized List<AtomicInteger> closings() {
      return List.copyOf(closings);
    }

    @Override
    public synchronized Counter counter(int from) {
      AtomicInteger closed = new AtomicInteger();
      closings.add(closed);
      return new Counter() {
        private int value = from;

        @Override
        public int next() {
          return value++;
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }
  }

  /** What breaks off a conversation at a moment of it. */
  private interface Cut {
    void now(Pair pair, boolean onServer);
  }

  private static int talk(Shapes shapes) {
    int answers = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(shapes.add(i, 1)).isEqualTo(i + 1);
      assertThat(shapes.callBack(n -> shapes.text("n" + n), i)).isEqualTo("n" + i);
      try (Counter counter = shapes.counter(7)) {
        assertThat(counter.next()).isEqualTo(7);
      }
      answers += 3;
    }
    return answers;
  }

  /** Counts the moments of a conversation that nobody breaks off. */
  private static int moments() throws Exception {
    AtomicInteger moments = new AtomicInteger();
    try (Pair pair = new Pair()) {
      Shapes shapes = pair.offer(Shapes.class, new Service());
      pair.client.setProbe((at, what) -> moments.incrementAndGet());
      pair.server.setProbe((at, what) -> moments.incrementAndGet());
      talk(shapes);
    }
    return moments.get();
  }

  private static void cutAtEachMoment(Cut cut, boolean connectionStays) throws Exception {
    int descriptors = Descriptor.openCount();
    int moments = moments();
    assertThat(moments).isGreaterThan(50);
    for (int n = 1; n <= moments; n++) {
      Service service = new Service();
      AtomicInteger moment = new AtomicInteger();
      int last = n;
      try (Pair pair = new Pair()) {
        Shapes shapes = pair.offer(Shapes.class, service);
        for (Connection side : List.of(pair.client, pair.server)) {
          side.setProbe(
              (at, what) -> {
                if (moment.incrementAndGet() == last) {
                  cut.now(pair, side == pair.server);
                }
              });
        }
        try {
          talk(shapes);
        } catch (RemoteCallException e) {
          assertThat(e.reason()).as("moment %d: %s", n, e.getMessage()).isEqualTo(Reason.LOST);
        }
        // Releases that travel together make one moment of several, at the end of a conversation.
        assertThat(moment.get())
            .as("reached")
            .isGreaterThanOrEqualTo(Math.min(n, moments - TOGETHER));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        if (connectionStays) {
          talkAfterLosingTheLane(shapes, n);
        }
      }
      // A method that was running may return its object a little after the end.
      ReferencesTest.await(() -> service.closings().stream().allMatch(closed -> closed.get() >= 1));
      assertThat(service.closings())
          .as("moment %d", n)
          .allSatisfy(closed -> assertThat(closed).hasValue(1));
    }
    ReferencesTest.await(() -> Descriptor.openCount() <= descriptors);
  }

  /** The first call may find out that the lane has ended; the next one has a new lane. */
  private static void talkAfterLosingTheLane(Shapes shapes, int moment) {
    try {
      shapes.nothing();
    } catch (RemoteCallException e) {
      assertThat(e.reason()).as("after moment %d", moment).isEqualTo(Reason.LOST);
    }
    assertThat(talk(shapes)).as("after moment %d", moment).isEqualTo(9);
  }

  @Test
  public void theCallerEndsTheConnection() throws Exception {
    cutAtEachMoment((pair, onServer) -> pair.client.close(), false);
  }

  @Test
  public void thePeerEndsTheConnection() throws Exception {
    cutAtEachMoment((pair, onServer) -> pair.server.close(), false);
  }

  @Test
  public void theLaneAloneEnds() throws Exception {
    cutAtEachMoment(
        (pair, onServer) ->
            (onServer ? pair.server : pair.client).lanes().current("cut").shutdown(),
        true);
  }
}
