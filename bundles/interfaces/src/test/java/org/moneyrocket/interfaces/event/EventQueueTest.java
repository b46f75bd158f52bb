// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class EventQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Notes what it hears; can be made to wait. */
  private static final class Ear {
    final List<String> heard = new CopyOnWriteArrayList<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile CountDownLatch entered = new CountDownLatch(1);

    void hear(int number) {
      entered.countDown();
      try {
        assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      heard.add(Integer.toString(number));
    }

    void lagged(long sequence) {
      heard.add("lagged " + sequence);
    }
  }

  @Test
  public void deliversInOrderOnItsOwnThread() throws Exception {
    Ear ear = new Ear();
    CopyOnWriteArrayList<String> threads = new CopyOnWriteArrayList<>();
    try (EventQueue<Ear> queue = new EventQueue<>("test-events", ear, Ear::lagged)) {
      for (int i = 0; i < 100; i++) {
        int number = i;
        queue.emit(
            e -> {
              e.hear(number);
              threads.addIfAbsent(Thread.currentThread().getName());
            });
      }
      assertThat(queue.drain(PATIENCE)).isTrue();
    }
    assertThat(ear.heard).hasSize(100).startsWith("0", "1").endsWith("98", "99");
    assertThat(threads).containsExactly("test-events");
  }

  @Test
  public void tellsASlowListenerOnceAndGoesOnWithWhatIsNew() throws Exception {
    Ear ear = new Ear();
    ear.gate = new CountDownLatch(1);
    try (EventQueue<Ear> queue = new EventQueue<>("test-events", ear, Ear::lagged, 3)) {
      queue.emit(e -> e.hear(0));
      assertThat(ear.entered.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i <= 9; i++) {
        int number = i;
        queue.emit(e -> e.hear(number));
      }
      ear.gate.countDown();
      assertThat(queue.drain(PATIENCE)).isTrue();
      queue.emit(e -> e.hear(10));
      assertThat(queue.drain(PATIENCE)).isTrue();
    }
    assertThat(ear.heard).containsExactly("0", "1", "2", "3", "lagged 10", "10");
  }

  @Test
  public void waitsForRoomWhenAskedTo() throws Exception {
    Ear ear = new Ear();
    try (EventQueue<Ear> queue = new EventQueue<>("test-events", ear, Ear::lagged, 2)) {
      for (int i = 0; i < 500; i++) {
        int number = i;
        assertThat(queue.emitWaiting(e -> e.hear(number))).isTrue();
      }
      assertThat(queue.drain(PATIENCE)).isTrue();
    }
    assertThat(ear.heard).hasSize(500).doesNotContain("lagged");
  }

  @Test
  public void deliversNothingAfterClose() throws Exception {
    for (int round = 0; round < 200; round++) {
      AtomicInteger count = new AtomicInteger();
      EventQueue<AtomicInteger> queue =
          new EventQueue<>("test-events", count, (target, sequence) -> target.incrementAndGet());
      for (int i = 0; i < 50; i++) {
        queue.emit(AtomicInteger::incrementAndGet);
      }
      queue.close();
      int atClose = count.get();
      queue.emit(AtomicInteger::incrementAndGet);
      Thread.yield();
      assertThat(count.get()).isEqualTo(atClose);
    }
  }

  @Test
  public void mayBeClosedFromWithinADelivery() throws Exception {
    Ear ear = new Ear();
    AtomicInteger closed = new AtomicInteger();
    EventQueue<Ear> queue = new EventQueue<>("test-events", ear, Ear::lagged);
    queue.onClose(closed::incrementAndGet);
    CountDownLatch done = new CountDownLatch(1);
    queue.emit(
        e -> {
          queue.close();
          done.countDown();
        });
    queue.emit(e -> e.hear(1));
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    queue.close();
    assertThat(ear.heard).isEmpty();
    assertThat(closed).hasValue(1);
  }

  @Test
  public void survivesAListenerThatThrows() throws Exception {
    Ear ear = new Ear();
    try (EventQueue<Ear> queue = new EventQueue<>("test-events", ear, Ear::lagged)) {
      queue.emit(
          e -> {
            throw new IllegalStateException("thrown by the test");
          });
      queue.emit(e -> e.hear(2));
      assertThat(queue.drain(PATIENCE)).isTrue();
    }
    assertThat(ear.heard).containsExactly("2");
  }
}
