// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * The exceptions a method declares, with their fields. An exception crosses if it has a public
 * constructor each of whose parameters has an accessor of the same type: {@code name()} or {@code
 * getName()} for a parameter {@code name}. Of several such constructors the one with the most
 * parameters is used. A class without parameter names, as the platform's, crosses with its message.
 * Neither stack trace nor cause crosses.
 */
final class ThrownCodec {
  private final List<Alternative> alternatives = new ArrayList<>();

  private record Alternative(
      Class<?> type, MethodHandle constructor, MethodHandle[] getters, Codec<Object>[] codecs) {}

  ThrownCodec(Class<?>[] declared) {
    for (Class<?> type : declared) {
      add(type);
    }
    // The most special class first, so that a subclass keeps its type where it is declared too.
    alternatives.sort(Comparator.comparing(a -> -depth(a.type())));
  }

  private static int depth(Class<?> type) {
    int depth = 0;
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      depth++;
    }
    return depth;
  }

  private void add(Class<?> type) {
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        add(permitted);
      }
    }
    if (Modifier.isAbstract(type.getModifiers())
        || alternatives.stream().anyMatch(a -> a.type() == type)) {
      return;
    }
    alternatives.add(alternative(type));
  }

  private static Alternative alternative(Class<?> type) {
    Constructor<?>[] candidates = type.getConstructors();
    Arrays.sort(candidates, Comparator.comparing(c -> -c.getParameterCount()));
    for (Constructor<?> constructor : candidates) {
      Method[] getters = getters(type, constructor);
      if (getters != null) {
        return alternative(type, constructor, getters);
      }
    }
    throw new UnsupportedTypeException(
        type.getName()
            + " cannot cross: no public constructor with an accessor for each parameter");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Alternative alternative(
      Class<?> type, Constructor<?> constructor, Method[] getters) {
    MethodHandle[] handles = new MethodHandle[getters.length];
    Codec<Object>[] codecs = new Codec[getters.length];
    AnnotatedType[] types = constructor.getAnnotatedParameterTypes();
    for (int i = 0; i < getters.length; i++) {
      handles[i] = Handles.of(getters[i]).asType(MethodType.methodType(Object.class, Object.class));
      Shape shape = Shape.of(types[i], Map.of(), type.getName());
      // A message may always be missing.
      boolean message = getters[i].getName().equals("getMessage");
      codecs[i] = Codecs.of(message ? shape.withNullable(true) : shape).untyped();
    }
    MethodHandle make =
        Handles.of(constructor)
            .asSpreader(Object[].class, getters.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    return new Alternative(type, make, handles, codecs);
  }

  private static Method @Nullable [] getters(Class<?> type, Constructor<?> constructor) {
    Parameter[] parameters = constructor.getParameters();
    Method[] getters = new Method[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      Parameter p = parameters[i];
      Method getter;
      if (p.isNamePresent()) {
        String name = p.getName();
        getter = getter(type, name, p.getType());
        if (getter == null) {
          String long_ = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
          getter = getter(type, long_, p.getType());
        }
      } else {
        getter = parameters.length == 1 ? getter(type, "getMessage", p.getType()) : null;
      }
      if (getter == null) {
        return null;
      }
      getters[i] = getter;
    }
    return getters;
  }

  private static @Nullable Method getter(Class<?> type, String name, Class<?> result) {
    try {
      Method method = type.getMethod(name);
      return method.getReturnType() == result ? method : null;
    } catch (NoSuchMethodException e) {
      return null; // not an accessor of this parameter
    }
  }

  /** Returns the number of the alternative for {@code thrown}, or -1 if it is not declared. */
  int indexOf(Throwable thrown) {
    for (int i = 0; i < alternatives.size(); i++) {
      if (alternatives.get(i).type().isInstance(thrown)) {
        return i;
      }
    }
    return -1;
  }

  void write(MessageWriter out, int index, Throwable thrown, References references)
      throws IOException {
    Alternative a = alternatives.get(index);
    out.putShort(index);
    for (int i = 0; i < a.getters().length; i++) {
      Object value;
      try {
        value = (Object) a.getters()[i].invokeExact((Object) thrown);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable t) {
        throw new IllegalArgumentException("an accessor of " + a.type() + " failed", t);
      }
      if (value == null && !a.codecs()[i].takesNull()) {
        throw new IllegalArgumentException("a field of " + a.type().getName() + " is null");
      }
      a.codecs()[i].write(out, value, references);
    }
  }

  Throwable read(MessageReader in, References references) throws IOException, DecodeException {
    int index = in.getShort() & 0xffff;
    if (index >= alternatives.size()) {
      throw new DecodeException("no declared exception has number " + index);
    }
    Alternative a = alternatives.get(index);
    Object[] values = new Object[a.codecs().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.codecs()[i].read(in, references);
    }
    try {
      return (Throwable) (Object) a.constructor().invokeExact(values);
    } catch (RuntimeException e) {
      throw new DecodeException("no " + a.type().getSimpleName() + ": " + e.getMessage(), e);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      throw new DecodeException("no " + a.type().getSimpleName() + ": " + t.getMessage(), t);
    }
  }
}
