// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/** Gives back what it gets. */
public class ShapesService implements Shapes {
  private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
  public final List<EventQueue<Listener>> queues = new CopyOnWriteArrayList<>();
  public final AtomicInteger countersOpen = new AtomicInteger();
  public final AtomicInteger countersClosed = new AtomicInteger();
  private volatile @Nullable Callback stored;

  @Override
  public void nothing() {}

  @Override
  public int add(int a, int b) {
    return a + b;
  }

  @Override
  public long addLong(long a, long b) {
    return a + b;
  }

  @Override
  public boolean not(boolean value) {
    return !value;
  }

  @Override
  public double half(double value) {
    return value / 2;
  }

  @Override
  public String text(String value) {
    return value;
  }

  @Override
  public byte[] array(byte[] value) {
    return value;
  }

  @Override
  public Bytes bytes(Bytes value) {
    return value;
  }

  @Override
  public int size(Bytes value) {
    return value.size();
  }

  @Override
  public Bytes make(int size) {
    return Bytes.wrap(new byte[size]);
  }

  @Override
  public Everything everything(Everything value) {
    return value;
  }

  @Override
  public Shape shape(Shape value) {
    return value;
  }

  @Override
  public Colour colour(Colour value) {
    return value;
  }

  @Override
  public List<Everything> list(List<Everything> values) {
    return values;
  }

  @Override
  public Map<Integer, Shape> map(Map<Integer, Shape> values) {
    return values;
  }

  @Override
  public Set<String> set(Set<String> values) {
    return values;
  }

  @Override
  public Optional<Shape> optional(Optional<Shape> value) {
    return value;
  }

  @Override
  public Outcome<List<String>> outcome(Outcome<List<String>> value) {
    return value;
  }

  @Override
  public @Nullable String nullable(@Nullable String value) {
    return value;
  }

  @Override
  public Transaction transaction(Transaction value) {
    return value;
  }

  @Override
  public void fail(String how) throws ShapeException, IOException {
    switch (how) {
      case "declared" ->
          throw new ShapeException("bent", Colour.GREEN, List.of(new Shape.Point(1, 2)));
      case "platform" -> throw new IOException("disk full");
      case "subclass" -> throw new FileNotFoundException("gone");
      case "undeclared" -> throw new IllegalStateException("not so");
      case "error" -> throw new AssertionError("this is a test");
      case "silent" -> throw new IllegalStateException();
      default -> {}
    }
  }

  @Override
  public void interruptible(int millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  @Override
  public String callBack(Callback callback, int number) {
    depth.set(depth.get() + 1);
    try {
      return callback.call(number);
    } finally {
      depth.set(depth.get() - 1);
    }
  }

  @Override
  public String callDerived(DerivedCallback callback, int number) {
    return callback.call(number) + callback.more() + callback.both(number);
  }

  @Override
  public void store(@Nullable Callback callback) {
    stored = callback;
  }

  @Override
  public @Nullable Callback stored() {
    return stored;
  }

  @Override
  public String callStored(int number) {
    return Objects.requireNonNull(stored).call(number);
  }

  @Override
  public boolean isStored(Callback callback) {
    return stored == callback;
  }

  @Override
  public int apply(IntUnaryOperator function, int value) {
    return function.applyAsInt(value);
  }

  @Override
  public String mapText(Function<String, Shape> function, String text) {
    return function.apply(text).toString();
  }

  @Override
  public void consume(Consumer<Everything> consumer, Everything value) {
    consumer.accept(value);
  }

  @Override
  public Supplier<String> supplier(String text) {
    return () -> text;
  }

  @Override
  public Counter counter(int from) {
    AtomicInteger value = new AtomicInteger(from);
    countersOpen.incrementAndGet();
    return new Counter() {
      @Override
      public int next() {
        return value.getAndIncrement();
      }

      @Override
      public void close() {
        countersClosed.incrementAndGet();
      }
    };
  }

  @Override
  public Optional<Counter> maybeCounter(boolean present) {
    return present ? Optional.of(counter(1)) : Optional.empty();
  }

  @Override
  public List<Callback> callbacks(List<Callback> callbacks) {
    return callbacks;
  }

  @Override
  public Subscription subscribe(Listener listener) {
    EventQueue<Listener> queue = new EventQueue<>("test-events", listener, Listener::lagged);
    queues.add(queue);
    queue.onClose(() -> queues.remove(queue));
    return queue;
  }

  @Override
  public void emit(int from, int to) {
    for (int i = from; i < to; i++) {
      int number = i;
      for (EventQueue<Listener> queue : queues) {
        queue.emit(l -> l.happened(number, "event " + number));
      }
    }
  }

  @Override
  public String threadName() {
    return Thread.currentThread().getName();
  }

  @Override
  public int depth() {
    return depth.get();
  }
}
