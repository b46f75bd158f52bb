// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.ipc.shapes.Listener;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/** One-way events over event lanes. */
public class EventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Rule public final Timeout timeout = Timeout.seconds(60);

  private static final class Ear implements Listener {
    final List<Integer> numbers = new CopyOnWriteArrayList<>();
    final List<Long> lags = new CopyOnWriteArrayList<>();
    final CountDownLatch entered = new CountDownLatch(1);
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile Thread thread;

    @Override
    public void happened(int number, String text) {
      thread = Thread.currentThread();
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      assertThat(text).isEqualTo("event " + number);
      numbers.add(number);
    }

    @Override
    public void lagged(long sequence) {
      numbers.add(-1);
      lags.add(sequence);
    }
  }

  private Pair pair;
  private ShapesService service;
  private Shapes shapes;

  @Before
  public void connect() throws Exception {
    pair =
        new Pair(
            s -> s.withLimits(Limits.DEFAULT.withEventWindow(64)),
            s -> s.withLimits(Limits.DEFAULT.withEventWindow(64)));
    service = new ShapesService();
    shapes = pair.offer(Shapes.class, service);
  }

  @After
  public void disconnect() {
    pair.close();
  }

  private void drain() throws InterruptedException {
    for (EventQueue<Listener> queue : service.queues) {
      assertThat(queue.drain(PATIENCE)).isTrue();
    }
  }

  @Test
  public void arriveInOrderOnAThreadOfTheirOwn() throws Exception {
    Ear ear = new Ear();
    try (Subscription subscription = shapes.subscribe(ear)) {
      for (int i = 0; i < 20; i++) {
        shapes.emit(i * 10, i * 10 + 10);
        drain();
      }
      assertThat(ear.numbers).hasSize(200).isSorted().doesNotContain(-1);
      assertThat(ear.thread.getName()).isEqualTo("ipc-node-events-Listener");
    }
    ReferencesTest.await(() -> service.queues.isEmpty());
  }

  @Test
  public void aSlowListenerGetsOneLaggedAndGoesOnWithWhatIsNew() throws Exception {
    Ear ear = new Ear();
    ear.gate = new CountDownLatch(1);
    try (Subscription subscription = shapes.subscribe(ear)) {
      shapes.emit(0, 1);
      assertThat(ear.entered.await(10, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();
      shapes.emit(1, 100_000);
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
      ear.gate.countDown();
      drain();
      shapes.emit(100_000, 100_010);
      drain();
      assertThat(ear.lags).containsExactly(100_000L);
      assertThat(ear.numbers.subList(0, 64)).isSorted().startsWith(0, 1, 2).endsWith(63);
      assertThat(ear.numbers.get(64)).isEqualTo(-1);
      assertThat(ear.numbers.subList(65, 75)).startsWith(100_000).endsWith(100_009);
      assertThat(ear.numbers).hasSize(75);
    }
  }

  @Test
  public void nothingIsDeliveredAfterCloseReturned() throws Exception {
    for (int round = 0; round < 100; round++) {
      Ear ear = new Ear();
      Subscription subscription = shapes.subscribe(ear);
      Thread emitter = new Thread(() -> service.emit(0, 200));
      emitter.start();
      if (round % 2 == 0) {
        ear.entered.await();
      }
      subscription.close();
      int atClose = ear.numbers.size();
      emitter.join();
      Thread.sleep(1);
      assertThat(ear.numbers).hasSize(atClose);
      subscription.close();
    }
    ReferencesTest.await(() -> pair.client.given().size() == 0);
    ReferencesTest.await(() -> pair.client.lanes().open() == 1);
    ReferencesTest.await(() -> pair.server.lanes().open() == 1);
  }

  @Test
  public void aListenerMayCloseItsSubscriptionInsideAnEvent() throws Exception {
    AtomicReference<Subscription> subscription = new AtomicReference<>();
    List<Integer> heard = new CopyOnWriteArrayList<>();
    CountDownLatch ready = new CountDownLatch(1);
    Listener listener =
        new Listener() {
          @Override
          public void happened(int number, String text) {
            try {
              ready.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            heard.add(number);
            subscription.get().close();
          }

          @Override
          public void lagged(long sequence) {}
        };
    subscription.set(shapes.subscribe(listener));
    shapes.emit(0, 10);
    ready.countDown();
    ReferencesTest.await(() -> service.queues.isEmpty());
    Thread.sleep(20);
    assertThat(heard).containsExactly(0);
  }

  @Test
  public void aCallInsideAnEventUsesTheDeliveringThreadsOwnLane() throws Exception {
    CompletableList results = new CompletableList();
    Listener listener =
        new Listener() {
          @Override
          public void happened(int number, String text) {
            results.add(shapes.add(number, 1) + " " + shapes.threadName());
          }

          @Override
          public void lagged(long sequence) {}
        };
    try (Subscription subscription = shapes.subscribe(listener)) {
      shapes.emit(1, 4);
      assertThat(results.await(3))
          .containsExactly(
              "2 ipc-gui-ipc-node-events-Listener",
              "3 ipc-gui-ipc-node-events-Listener",
              "4 ipc-gui-ipc-node-events-Listener");
    }
  }

  private static final class CompletableList {
    private final List<String> list = new ArrayList<>();

    synchronized void add(String text) {
      list.add(text);
      notifyAll();
    }

    synchronized List<String> await(int size) throws InterruptedException {
      while (list.size() < size) {
        wait();
      }
      return List.copyOf(list);
    }
  }

  @Test
  public void aVirtualThreadMayEmitAndEndDelivery() throws Exception {
    Ear ear = new Ear();
    Subscription subscription = shapes.subscribe(ear);
    EventQueue<Listener> queue = service.queues.get(0);
    Thread.ofVirtual()
        .start(
            () -> {
              service.emit(0, 5);
              queue.close();
            })
        .join();
    int atEnd = ear.numbers.size();
    assertThat(queue.isClosed()).isTrue();
    ReferencesTest.await(() -> pair.client.given().size() == 0);
    assertThat(ear.numbers).hasSize(atEnd);
    subscription.close();
  }

  @Test
  public void aListenerThatThrowsKeepsItsSubscription() throws Exception {
    Ear ear = new Ear();
    Listener throwing =
        new Listener() {
          @Override
          public void happened(int number, String text) {
            ear.happened(number, text);
            if (number == 1) {
              throw new IllegalStateException("thrown by the test");
            }
          }

          @Override
          public void lagged(long sequence) {}
        };
    try (Subscription subscription = shapes.subscribe(throwing)) {
      shapes.emit(0, 4);
      drain();
      assertThat(ear.numbers).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  public void emittingWithWaitingLeavesNothingOut() throws Exception {
    Ear ear = new Ear();
    try (Subscription subscription = shapes.subscribe(ear)) {
      EventQueue<Listener> queue = service.queues.get(0);
      for (int i = 0; i < 5000; i++) {
        int number = i;
        assertThat(queue.emitWaiting(l -> l.happened(number, "event " + number))).isTrue();
      }
      assertThat(queue.drain(PATIENCE)).isTrue();
      assertThat(ear.numbers).hasSize(5000).isSorted();
      assertThat(ear.lags).isEmpty();
    }
  }

  @Test
  public void theEmitterForgetsAListenerWhoseProcessIsGone() throws Exception {
    Ear ear = new Ear();
    shapes.subscribe(ear);
    shapes.emit(0, 5);
    drain();
    pair.client.close();
    assertThat(pair.serverEvents.ended.await(10, TimeUnit.SECONDS)).isTrue();
    service.emit(5, 10);
    assertThat(service.queues).isEmpty();
    assertThat(ear.numbers).hasSize(5);
  }

  @Test
  public void severalListenersDoNotDisturbEachOther() throws Exception {
    Ear slow = new Ear();
    slow.gate = new CountDownLatch(1);
    Ear fast = new Ear();
    Subscription one = shapes.subscribe(slow);
    Subscription two = shapes.subscribe(fast);
    for (int i = 0; i < 1000; i++) {
      shapes.emit(i, i + 1);
      if (i % 30 == 0) {
        assertThat(service.queues.get(1).drain(PATIENCE)).isTrue();
      }
    }
    assertThat(service.queues.get(1).drain(PATIENCE)).isTrue();
    assertThat(fast.numbers).hasSize(1000).isSorted();
    slow.gate.countDown();
    assertThat(service.queues.get(0).drain(PATIENCE)).isTrue();
    assertThat(slow.lags).hasSize(1);
    one.close();
    two.close();
  }

  @Test
  public void argumentsAreCheckedWhenTheEventIsEmitted() throws Exception {
    Ear ear = new Ear();
    try (Subscription subscription = shapes.subscribe(ear)) {
      EventQueue<Listener> queue = service.queues.get(0);
      assertThatThrownBy(() -> queue.emit(l -> l.happened(1, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("argument 2 of Listener.happened is null");
      shapes.emit(2, 3);
      drain();
      assertThat(ear.numbers).containsExactly(2);
    }
  }
}
