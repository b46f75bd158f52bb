// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A declared type with all type variables replaced.
 *
 * @param raw the class
 * @param arguments its type arguments
 * @param nullable whether it is declared {@code @Nullable}
 */
record Shape(Class<?> raw, List<Shape> arguments, boolean nullable) {
  static Shape of(Class<?> raw) {
    return new Shape(raw, List.of(), false);
  }

  /**
   * @param bindings what the type variables in scope stand for
   * @param where what to name in an error
   */
  static Shape of(AnnotatedType declared, Map<TypeVariable<?>, Shape> bindings, String where) {
    boolean nullable = Nullability.isNullable(declared);
    if (declared instanceof AnnotatedParameterizedType parameterized) {
      Class<?> raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
      List<Shape> arguments = new ArrayList<>();
      for (AnnotatedType argument : parameterized.getAnnotatedActualTypeArguments()) {
        arguments.add(of(argument, bindings, where));
      }
      return new Shape(raw, List.copyOf(arguments), nullable);
    }
    if (declared instanceof AnnotatedWildcardType wildcard) {
      AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
      return of(
          lower.length > 0 ? lower[0] : wildcard.getAnnotatedUpperBounds()[0], bindings, where);
    }
    Type type = declared.getType();
    if (type instanceof TypeVariable<?> variable) {
      Shape bound = bindings.get(variable);
      if (bound != null) {
        return nullable && !bound.nullable ? bound.withNullable(true) : bound;
      }
    }
    if (type instanceof Class<?> raw && raw.getTypeParameters().length == 0) {
      return new Shape(raw, List.of(), nullable);
    }
    throw new UnsupportedTypeException(
        type.getTypeName() + " in " + where + " is not a known type");
  }

  Shape withNullable(boolean value) {
    return new Shape(raw, arguments, value);
  }

  /** Returns what the class's own type variables stand for. */
  Map<TypeVariable<?>, Shape> bindings() {
    Map<TypeVariable<?>, Shape> bindings = new HashMap<>();
    TypeVariable<?>[] variables = raw.getTypeParameters();
    for (int i = 0; i < arguments.size(); i++) {
      bindings.put(variables[i], arguments.get(i));
    }
    return bindings;
  }

  /** Returns {@code subclass} with its type variables set so that this is its supertype. */
  Shape alternative(Class<?> subclass) {
    TypeVariable<?>[] variables = subclass.getTypeParameters();
    Map<TypeVariable<?>, Shape> found = new HashMap<>();
    for (AnnotatedType parent : parents(subclass)) {
      if (parent instanceof AnnotatedParameterizedType parameterized
          && ((ParameterizedType) parameterized.getType()).getRawType() == raw) {
        AnnotatedType[] declared = parameterized.getAnnotatedActualTypeArguments();
        for (int i = 0; i < declared.length; i++) {
          if (declared[i].getType() instanceof TypeVariable<?> variable) {
            found.put(variable, arguments.get(i));
          }
        }
      }
    }
    List<Shape> own = new ArrayList<>();
    for (TypeVariable<?> variable : variables) {
      Shape shape = found.get(variable);
      if (shape == null) {
        throw new UnsupportedTypeException(
            variable.getName() + " of " + subclass.getName() + " is not given by " + this);
      }
      own.add(shape);
    }
    return new Shape(subclass, List.copyOf(own), false);
  }

  private static List<AnnotatedType> parents(Class<?> type) {
    List<AnnotatedType> parents = new ArrayList<>(List.of(type.getAnnotatedInterfaces()));
    AnnotatedType superclass = type.getAnnotatedSuperclass();
    if (superclass != null) {
      parents.add(superclass);
    }
    return parents;
  }

  @Override
  public String toString() {
    String name = raw.getName();
    if (!arguments.isEmpty()) {
      name += arguments.stream().map(Shape::toString).collect(Collectors.joining(", ", "<", ">"));
    }
    return nullable ? name + "?" : name;
  }
}
