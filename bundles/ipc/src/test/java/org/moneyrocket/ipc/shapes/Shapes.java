// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/** One method for each shape of argument and result. */
public interface Shapes {
  void nothing();

  int add(int a, int b);

  long addLong(long a, long b);

  boolean not(boolean value);

  double half(double value);

  String text(String value);

  byte[] array(byte[] value);

  Bytes bytes(Bytes value);

  int size(Bytes value);

  Bytes make(int size);

  Everything everything(Everything value);

  Shape shape(Shape value);

  Colour colour(Colour value);

  List<Everything> list(List<Everything> values);

  Map<Integer, Shape> map(Map<Integer, Shape> values);

  Set<String> set(Set<String> values);

  Optional<Shape> optional(Optional<Shape> value);

  Outcome<List<String>> outcome(Outcome<List<String>> value);

  @Nullable String nullable(@Nullable String value);

  Transaction transaction(Transaction value);

  void fail(String how) throws ShapeException, IOException;

  void interruptible(int millis) throws InterruptedException;

  String callBack(Callback callback, int number);

  String callDerived(DerivedCallback callback, int number);

  void store(@Nullable Callback callback);

  @Nullable Callback stored();

  String callStored(int number);

  boolean isStored(Callback callback);

  int apply(IntUnaryOperator function, int value);

  String mapText(Function<String, Shape> function, String text);

  void consume(Consumer<Everything> consumer, Everything value);

  Supplier<String> supplier(String text);

  Counter counter(int from);

  Optional<Counter> maybeCounter(boolean present);

  List<Callback> callbacks(List<Callback> callbacks);

  Subscription subscribe(Listener listener);

  void emit(int from, int to);

  String threadName();

  int depth();
}
