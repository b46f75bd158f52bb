// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** One method of a contract: its number, how its values cross, and how it is called. */
public final class MethodSpec {
  private static final Object[] NONE = {};

  private final int index;
  private final Method method;
  private final String name;
  private final boolean oneWay;
  private final boolean closes;
  private final Codec<Object>[] arguments;
  private final @Nullable Codec<Object> result;
  private final ThrownCodec thrown;
  private final MethodHandle target;

  @SuppressWarnings({"unchecked", "rawtypes"})
  MethodSpec(int index, Method method, String contract, Map<TypeVariable<?>, Shape> bindings) {
    this.index = index;
    this.method = method;
    this.name = contract + "." + method.getName();
    this.oneWay = OneWays.isOneWay(method);
    this.closes =
        method.getName().equals("close")
            && method.getParameterCount() == 0
            && AutoCloseable.class.isAssignableFrom(method.getDeclaringClass());
    AnnotatedType[] parameters = method.getAnnotatedParameterTypes();
    arguments = new Codec[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = Codecs.of(Shape.of(parameters[i], bindings, name)).untyped();
    }
    result =
        method.getReturnType() == void.class
            ? null
            : Codecs.of(resultShape(method, bindings)).untyped();
    thrown = new ThrownCodec(method.getExceptionTypes());
    target =
        Handles.of(method)
            .asFixedArity()
            .asSpreader(Object[].class, parameters.length)
            .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    if (oneWay && (result != null || method.getExceptionTypes().length > 0)) {
      throw new UnsupportedTypeException(
          name + " is one-way, so it can neither return nor declare to throw anything");
    }
  }

  private Shape resultShape(Method method, Map<TypeVariable<?>, Shape> bindings) {
    Shape shape = Shape.of(method.getAnnotatedReturnType(), bindings, name);
    // Old style puts the annotation on the method.
    return Nullability.anyNullable(method.getAnnotations()) ? shape.withNullable(true) : shape;
  }

  public int index() {
    return index;
  }

  public Method method() {
    return method;
  }

  /** Returns contract and method, as in logs: {@code Chain.tip}. */
  public String name() {
    return name;
  }

  public boolean oneWay() {
    return oneWay;
  }

  /** Tells whether this is {@code close()} of an {@link AutoCloseable} contract. */
  public boolean closes() {
    return closes;
  }

  /**
   * Writes the arguments of a call.
   *
   * @throws IllegalArgumentException if a value cannot cross, for example null
   */
  public void writeArguments(MessageWriter out, Object @Nullable [] values, References references)
      throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      Object value = values == null ? null : values[i];
      Codec<Object> codec = arguments[i];
      if (value == null && !codec.takesNull()) {
        throw new IllegalArgumentException("argument %d of %s is null".formatted(i + 1, name));
      }
      writeOne(codec, out, value, references);
    }
  }

  @SuppressWarnings("NullAway") // a codec that takes null is given null
  private static void writeOne(
      Codec<Object> codec, MessageWriter out, @Nullable Object value, References references)
      throws IOException {
    codec.write(out, value, references);
  }

  /** Reads the arguments of a call. */
  public Object[] readArguments(MessageReader in, References references)
      throws IOException, DecodeException {
    if (arguments.length == 0) {
      return NONE;
    }
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].read(in, references);
    }
    return values;
  }

  /** Calls the method of {@code object}. Throws whatever it throws. */
  public @Nullable Object invoke(Object object, Object[] values) throws Throwable {
    return (Object) target.invokeExact(object, values);
  }

  /** Writes what the method returned. */
  public void writeResult(MessageWriter out, @Nullable Object value, References references)
      throws IOException {
    if (result == null) {
      return;
    }
    if (value == null && !result.takesNull()) {
      throw new IllegalArgumentException(name + " returned null");
    }
    writeOne(result, out, value, references);
  }

  /** Reads what the method returned. */
  public @Nullable Object readResult(MessageReader in, References references)
      throws IOException, DecodeException {
    return result == null ? null : result.read(in, references);
  }

  /** Returns the number of the declared exception {@code t} is one of, or -1. */
  public int thrownIndex(Throwable t) {
    return thrown.indexOf(t);
  }

  public void writeThrown(MessageWriter out, int number, Throwable t, References references)
      throws IOException {
    thrown.write(out, number, t, references);
  }

  public Throwable readThrown(MessageReader in, References references)
      throws IOException, DecodeException {
    return thrown.read(in, references);
  }

  @Override
  public String toString() {
    return name;
  }
}
