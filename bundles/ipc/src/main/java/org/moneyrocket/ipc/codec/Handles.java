// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Method handles on contracts and the types they use, which need not be public. */
final class Handles {
  private Handles() {}

  static MethodHandle of(Method method) {
    try {
      return lookup(method.getDeclaringClass(), method.getModifiers()).unreflect(method);
    } catch (IllegalAccessException e) {
      throw new UnsupportedTypeException(method + " cannot be called: " + e.getMessage());
    }
  }

  static MethodHandle of(Constructor<?> constructor) {
    try {
      return lookup(constructor.getDeclaringClass(), constructor.getModifiers())
          .unreflectConstructor(constructor);
    } catch (IllegalAccessException e) {
      throw new UnsupportedTypeException(constructor + " cannot be called: " + e.getMessage());
    }
  }

  private static MethodHandles.Lookup lookup(Class<?> owner, int modifiers)
      throws IllegalAccessException {
    boolean open = Modifier.isPublic(modifiers);
    for (Class<?> c = owner; c != null; c = c.getEnclosingClass()) {
      open &= Modifier.isPublic(c.getModifiers());
    }
    return open
        ? MethodHandles.publicLookup()
        : MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
  }
}
