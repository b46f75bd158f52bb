// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import java.util.function.Function;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** Records, component by component; read through the canonical constructor with its checks. */
final class RecordCodec extends Codec<Object> {
  private static final MethodType INT = MethodType.methodType(int.class, Object.class);
  private static final MethodType LONG = MethodType.methodType(long.class, Object.class);
  private static final MethodType BOOLEAN = MethodType.methodType(boolean.class, Object.class);
  private static final MethodType OBJECT = MethodType.methodType(Object.class, Object.class);

  /** The components that need no boxing to be written. */
  private enum Plain {
    INT,
    LONG,
    BOOLEAN,
    NO
  }

  private final Class<?> type;
  private final String[] names;
  private final MethodHandle[] getters;
  private final Plain[] plain;
  private final Codec<Object>[] codecs;
  private final MethodHandle constructor;

  @SuppressWarnings({"unchecked", "rawtypes"})
  RecordCodec(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    int count = components.length;
    names = new String[count];
    getters = new MethodHandle[count];
    plain = new Plain[count];
    codecs = new Codec[count];
    Class<?>[] types = new Class<?>[count];
    for (int i = 0; i < count; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      names[i] = component.getName();
      plain[i] = plain(component.getType());
      getters[i] = Handles.of(component.getAccessor()).asType(getterType(plain[i]));
    }
    constructor = canonical(type, types);
  }

  private static Plain plain(Class<?> type) {
    if (type == int.class) {
      return Plain.INT;
    }
    if (type == long.class) {
      return Plain.LONG;
    }
    return type == boolean.class ? Plain.BOOLEAN : Plain.NO;
  }

  private static MethodType getterType(Plain plain) {
    return switch (plain) {
      case INT -> INT;
      case LONG -> LONG;
      case BOOLEAN -> BOOLEAN;
      case NO -> OBJECT;
    };
  }

  private static MethodHandle canonical(Class<?> type, Class<?>[] components) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(components);
      return Handles.of(constructor)
          .asSpreader(Object[].class, components.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  /** Finds the codecs of the components, which may lead back here. */
  void resolve(Map<TypeVariable<?>, Shape> bindings, Function<Shape, Codec<?>> derive) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String where = type.getName() + "." + names[i];
      Shape shape = Shape.of(components[i].getAnnotatedType(), bindings, where);
      codecs[i] = derive.apply(shape).untyped();
    }
  }

  @Override
  public void write(MessageWriter out, Object value, References references) throws IOException {
    for (int i = 0; i < getters.length; i++) {
      MethodHandle getter = getters[i];
      try {
        switch (plain[i]) {
          case INT -> out.putInt((int) getter.invokeExact(value));
          case LONG -> out.putLong((long) getter.invokeExact(value));
          case BOOLEAN -> out.putBoolean((boolean) getter.invokeExact(value));
          case NO -> {
            Object component = (Object) getter.invokeExact(value);
            if (component == null && !codecs[i].takesNull()) {
              throw new IllegalArgumentException(
                  "%s of a %s is null".formatted(names[i], type.getSimpleName()));
            }
            codecs[i].write(out, component, references);
          }
        }
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable t) {
        throw new IllegalArgumentException(
            "%s of a %s cannot be read".formatted(names[i], type.getSimpleName()), t);
      }
    }
  }

  @Override
  public Object read(MessageReader in, References references) throws IOException, DecodeException {
    in.enter();
    Object[] values = new Object[codecs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = codecs[i].read(in, references);
    }
    in.leave();
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException e) {
      throw new DecodeException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      throw new DecodeException("no " + type.getSimpleName() + ": " + t.getMessage(), t);
    }
  }
}
