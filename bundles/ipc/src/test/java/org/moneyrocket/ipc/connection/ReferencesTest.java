// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.shapes.Callback;
import org.moneyrocket.ipc.shapes.Counter;
import org.moneyrocket.ipc.shapes.DerivedCallback;
import org.moneyrocket.ipc.shapes.Everything;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shape;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/** Objects that stay where they are: callbacks, functions, handles; and how long they live. */
public class ReferencesTest {
  private Pair pair;
  private ShapesService service;
  private Shapes shapes;

  @Before
  public void connect() throws Exception {
    pair = new Pair();
    service = new ShapesService();
    shapes = pair.offer(Shapes.class, service);
  }

  @After
  public void disconnect() {
    pair.close();
  }

  static void await(BooleanSupplier reached) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not reached in time");
      }
      Thread.sleep(5);
    }
  }

  private static void awaitCollected(BooleanSupplier reached) throws InterruptedException {
    await(
        () -> {
          System.gc();
          return reached.getAsBoolean();
        });
  }

  @Test
  public void aCallbackIsCalled() {
    assertThat(shapes.callBack(n -> "got " + n, 5)).isEqualTo("got 5");
  }

  @Test
  public void aDerivedCallbackHasAllItsMethods() {
    DerivedCallback callback =
        new DerivedCallback() {
          @Override
          public String call(int number) {
            return "call" + number;
          }

          @Override
          public String more() {
            return "more";
          }

          @Override
          public String both(int number) {
            return "overridden";
          }
        };
    assertThat(shapes.callDerived(callback, 3)).isEqualTo("call3moreoverridden");
  }

  @Test
  public void functionsAndConsumersAndSuppliersCross() {
    assertThat(shapes.apply(n -> n * 2, 21)).isEqualTo(42);
    assertThat(shapes.mapText(t -> new Shape.Point(t.length(), 0), "four"))
        .isEqualTo("Point[x=4, y=0]");
    AtomicReference<Everything> got = new AtomicReference<>();
    Everything value = new RandomValues().everything();
    shapes.consume(got::set, value);
    assertThat(got.get()).isEqualTo(value);
    Supplier<String> supplier = shapes.supplier("given");
    assertThat(supplier.get()).isEqualTo("given");
  }

  @Test
  public void defaultMethodsOfPlatformInterfacesRunWhereTheyAreCalled() {
    AtomicReference<Integer> result = new AtomicReference<>();
    IntUnaryOperator twice = n -> n * 2;
    result.set(shapes.apply(twice.andThen(n -> n + 1), 5));
    assertThat(result).hasValue(11);
  }

  @Test
  public void aFunctionMayCallRecursively() {
    IntUnaryOperator factorial =
        new IntUnaryOperator() {
          @Override
          public int applyAsInt(int n) {
            return n <= 1 ? 1 : n * shapes.apply(this, n - 1);
          }
        };
    assertThat(shapes.apply(factorial, 10)).isEqualTo(3_628_800);
  }

  @Test
  public void aStoredCallbackCanBeUsedTwiceAndCleared() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Callback callback =
        n -> {
          calls.incrementAndGet();
          return "stored " + n;
        };
    shapes.store(callback);
    assertThat(shapes.callStored(1)).isEqualTo("stored 1");
    assertThat(shapes.callStored(2)).isEqualTo("stored 2");
    assertThat(calls).hasValue(2);
    assertThat(pair.client.given().size()).isEqualTo(1);
    shapes.store(null);
    awaitCollected(() -> pair.client.given().size() == 0);
    assertThat(pair.server.statistics().objectsHeld()).isZero();
  }

  @Test
  public void aStandInSentHomeIsTheOriginalAgain() {
    Callback callback = n -> "mine";
    shapes.store(callback);
    assertThat(shapes.stored()).isSameAs(callback);
    assertThat(shapes.isStored(callback)).isTrue();
    assertThat(shapes.isStored(n -> "other")).isFalse();
    assertThat(shapes.callbacks(List.of(callback, callback))).containsExactly(callback, callback);
  }

  @Test
  public void theSameObjectHasTheSameStandIn() throws Exception {
    Callback callback = n -> "x";
    AtomicReference<Callback> first = new AtomicReference<>();
    Shapes watching =
        pair.offer(
            Shapes.class,
            new ShapesService() {
              @Override
              public String callBack(Callback c, int number) {
                first.compareAndSet(null, c);
                return Boolean.toString(first.get() == c && first.get().equals(c));
              }
            });
    assertThat(watching.callBack(callback, 1)).isEqualTo("true");
    assertThat(watching.callBack(callback, 1)).isEqualTo("true");
    assertThat(first.get().toString()).contains("Callback").contains("gui 1");
  }

  @Test
  public void nullStaysNull() {
    shapes.store(null);
    assertThat(shapes.stored()).isNull();
  }

  @Test
  public void closingAHandleClosesTheObjectAndGivesItBack() throws Exception {
    Counter counter = shapes.counter(5);
    assertThat(counter.next()).isEqualTo(5);
    assertThat(counter.next()).isEqualTo(6);
    int held = pair.client.statistics().objectsHeld();
    assertThat(held).isEqualTo(1);
    counter.close();
    assertThat(service.countersClosed).hasValue(1);
    counter.close();
    assertThat(service.countersClosed).hasValue(1);
    assertThat(pair.client.statistics().objectsHeld()).isZero();
    assertThat(pair.server.statistics().objectsGiven()).isEqualTo(1); // the service itself
    assertThatThrownBy(counter::next)
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_OBJECT));
  }

  @Test
  public void aForgottenHandleIsClosedAfterACollection() throws Exception {
    shapes.counter(1).next();
    Optional<Counter> maybe = shapes.maybeCounter(true);
    assertThat(maybe.orElseThrow().next()).isEqualTo(1);
    assertThat(shapes.maybeCounter(false)).isEmpty();
    maybe = Optional.empty();
    awaitCollected(() -> service.countersClosed.get() == 2);
    assertThat(maybe).isEmpty();
    assertThat(pair.server.statistics().objectsGiven()).isEqualTo(1);
  }

  @Test
  public void handlesAreClosedOnceAndNewestFirstWhenTheConnectionEnds() throws Exception {
    List<Integer> closed = new ArrayList<>();
    AtomicInteger made = new AtomicInteger();
    Shapes counting =
        pair.offer(
            Shapes.class,
            new ShapesService() {
              @Override
              public Counter counter(int from) {
                made.incrementAndGet();
                return new Counter() {
                  @Override
                  public int next() {
                    return from;
                  }

                  @Override
                  public void close() {
                    synchronized (closed) {
                      closed.add(from);
                    }
                  }
                };
              }
            });
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      counters.add(counting.counter(i));
    }
    counters.get(2).close();
    pair.client.close();
    pair.serverEvents.ended.await(10, TimeUnit.SECONDS);
    assertThat(made).hasValue(5);
    assertThat(closed).containsExactly(2, 4, 3, 1, 0);
    counters.get(3).close(); // harmless
    assertThat(closed).hasSize(5);
  }

  @Test
  public void endActionsOfStandInsRunExactlyOnce() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    List<String> order = new ArrayList<>();
    Counter one = shapes.counter(1);
    Counter two = shapes.counter(2);
    Counter three = shapes.counter(3);
    pair.client.whenReleased(one, ended::incrementAndGet);
    pair.client.whenReleased(two, () -> order.add("two"));
    pair.client.whenReleased(three, () -> order.add("three"));
    one.close();
    assertThat(ended).hasValue(1);
    pair.server.close();
    assertThat(pair.clientEvents.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).hasValue(1);
    assertThat(order).containsExactly("three", "two");
    pair.client.whenReleased(two, () -> order.add("late"));
    assertThat(order).endsWith("late");
  }

  @Test
  public void closingAHandleAfterTheLossFailsAndHarmsNothing() throws Exception {
    Counter counter = shapes.counter(1);
    pair.server.close();
    assertThat(pair.clientEvents.ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(counter::next).isInstanceOf(RemoteCallException.class);
    counter.close();
  }

  @Test
  public void aWithdrawnServiceAnswersWithAnErrorAndItsListenersAreNotKept() throws Exception {
    pair.server.withdraw("Shapes-" + System.identityHashCode(service));
    assertThatThrownBy(() -> shapes.callBack(n -> "never", 1))
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_OBJECT));
    assertThat(pair.client.given().size()).isZero();
    pair.clientEvents.awaitSeen("withdrawn Shapes-" + System.identityHashCode(service));
    Shapes again = pair.offer(Shapes.class, new ShapesService());
    assertThat(again.add(1, 2)).isEqualTo(3);
  }

  @Test
  public void manyObjectsAreMadeAndReleasedByManyThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  int number = i;
                  assertThat(shapes.callBack(n -> "r" + n + number, i)).isEqualTo("r" + i + i);
                  try (Counter counter = shapes.counter(i)) {
                    assertThat(counter.next()).isEqualTo(i);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(service.countersClosed).hasValue(2000);
    awaitCollected(() -> pair.client.given().size() == 0);
    assertThat(pair.server.statistics().objectsGiven()).isEqualTo(1);
  }

  @Test
  public void anObjectThatCannotBeClosedByACallIsGivenBack() throws Exception {
    try (Pair narrow = new Pair(s -> s.withLimits(s.limits().withLanes(1)), s -> s)) {
      ShapesService owner = new ShapesService();
      Shapes few = narrow.offer(Shapes.class, owner);
      AtomicReference<Counter> counter = new AtomicReference<>();
      java.util.concurrent.CountDownLatch made = new java.util.concurrent.CountDownLatch(1);
      java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
      Thread holdsTheLane =
          new Thread(
              () -> {
                counter.set(few.counter(1));
                made.countDown();
                try {
                  done.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      holdsTheLane.start();
      assertThat(made.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(owner.countersOpen).hasValue(1);

      assertThatThrownBy(() -> counter.get().close())
          .isInstanceOfSatisfying(
              RemoteCallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT));

      await(() -> owner.countersClosed.get() == 1);
      await(() -> narrow.server.statistics().objectsGiven() == 1); // the service itself
      done.countDown();
      holdsTheLane.join();
    }
  }

  @Test
  public void aVirtualThreadClosesTooWhatItHolds() throws Exception {
    Counter counter = shapes.counter(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                counter.close();
              } catch (Throwable t) {
                thrown.set(t);
              }
            })
        .join();

    assertThat(thrown).hasValue(null);
    assertThat(service.countersClosed).hasValue(1);
  }
}
