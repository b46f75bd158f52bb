// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Digest of everything about types that matters on the wire: names, components, alternatives,
 * constants, method signatures, nullability. Two builds of the same sources give the same number.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** Returns the digest of {@code types}, in any order. */
  public static long of(Collection<Class<?>> types) {
    StringBuilder text = new StringBuilder();
    types.stream()
        .sorted(Comparator.comparing(Class::getName))
        .forEach(type -> describe(type, text));
    byte[] digest = sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (digest[i] & 0xff);
    }
    return value;
  }

  private static void describe(Class<?> type, StringBuilder text) {
    text.append(type.getName()).append('\n');
    if (type.isRecord()) {
      for (RecordComponent c : type.getRecordComponents()) {
        text.append("  ").append(c.getName()).append(' ');
        type(c.getAnnotatedType(), text);
        text.append('\n');
      }
    } else if (type.isEnum()) {
      text.append("  ").append(Arrays.toString(type.getEnumConstants())).append('\n');
    } else if (type.isInterface()) {
      Class<?>[] alternatives = type.getPermittedSubclasses();
      if (alternatives != null) {
        text.append("  permits ").append(Arrays.toString(alternatives)).append('\n');
      }
      methods(type).forEach(m -> method(m, text));
    } else if (Throwable.class.isAssignableFrom(type)) {
      Arrays.stream(type.getConstructors())
          .map(c -> "  new " + Arrays.toString(c.getParameterTypes()) + "\n")
          .sorted()
          .forEach(text::append);
    }
  }

  private static List<Method> methods(Class<?> contract) {
    return Arrays.stream(contract.getMethods())
        .filter(m -> !Modifier.isStatic(m.getModifiers()))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
        .toList();
  }

  private static void method(Method method, StringBuilder text) {
    text.append("  ").append(method.getName()).append('(');
    for (AnnotatedType parameter : method.getAnnotatedParameterTypes()) {
      type(parameter, text);
      text.append(", ");
    }
    text.append(") ");
    type(method.getAnnotatedReturnType(), text);
    Arrays.stream(method.getGenericExceptionTypes())
        .forEach(e -> text.append(" throws ").append(e.getTypeName()));
    text.append(OneWays.isOneWay(method) ? " one-way\n" : "\n");
  }

  private static void type(AnnotatedType type, StringBuilder text) {
    if (Nullability.isNullable(type)) {
      text.append('?');
    }
    text.append(type.getType().getTypeName());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
