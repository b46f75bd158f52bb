// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;

/** Tells which values may be null. Annotations count by simple name, whoever loaded them. */
final class Nullability {
  private Nullability() {}

  static boolean isNullable(AnnotatedType type) {
    return anyNullable(type.getAnnotations());
  }

  static boolean anyNullable(Annotation[] annotations) {
    for (Annotation a : annotations) {
      if (a.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }
}
