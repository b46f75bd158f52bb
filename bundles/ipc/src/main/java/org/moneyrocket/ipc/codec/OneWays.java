// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

/** Tells which methods are one-way events: annotated themselves or in an annotated listener. */
final class OneWays {
  private static final String NAME = "org.moneyrocket.interfaces.OneWay";

  private OneWays() {}

  static boolean isOneWay(Method method) {
    return has(method.getAnnotations()) || has(method.getDeclaringClass().getAnnotations());
  }

  private static boolean has(Annotation[] annotations) {
    for (Annotation a : annotations) {
      if (a.annotationType().getName().equals(NAME)) {
        return true;
      }
    }
    return false;
  }
}
