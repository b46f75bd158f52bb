// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An interface as it is seen on the wire: its methods in the order of their names, each with a
 * number. What a method needs is derived at its first use.
 *
 * <p>Default methods are called in the object's process like all others, so that what overrides
 * them counts; those of the platform's own interfaces run where they are called.
 */
public final class Contract {
  private static final Map<Class<?>, WeakReference<Contract>> CACHE = new WeakHashMap<>();

  private final Shape shape;
  private final String name;
  private final List<Method> methods;
  private final Map<Method, Integer> indexes = new HashMap<>();
  private final AtomicReferenceArray<@Nullable MethodSpec> specs;
  private final boolean oneWay;

  private Contract(Shape shape) {
    this.shape = shape;
    Class<?> type = shape.raw();
    this.name = type.getSimpleName();
    Map<String, Method> bySignature = new HashMap<>();
    for (Method method : type.getMethods()) {
      if (crosses(method)) {
        // Of a method that is inherited twice, the one with the most special result counts.
        bySignature.merge(signature(method), method, Contract::moreSpecial);
      }
    }
    List<Method> sorted = new ArrayList<>(bySignature.values());
    sorted.sort(Comparator.comparing(Contract::signature));
    this.methods = List.copyOf(sorted);
    for (Method method : type.getMethods()) {
      if (crosses(method)) {
        indexes.put(method, methods.indexOf(bySignature.get(signature(method))));
      }
    }
    this.specs = new AtomicReferenceArray<>(methods.size());
    this.oneWay = methods.stream().anyMatch(OneWays::isOneWay);
  }

  private static boolean crosses(Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return false;
    }
    return Modifier.isAbstract(method.getModifiers())
        || !method.getDeclaringClass().getName().startsWith("java.");
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static Method moreSpecial(Method one, Method other) {
    return one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one;
  }

  /**
   * Returns the contract of an interface.
   *
   * @throws UnsupportedTypeException if it is no interface or has type parameters
   */
  public static Contract of(Class<?> type) {
    if (!type.isInterface() || type.getTypeParameters().length > 0) {
      throw new UnsupportedTypeException(type.getName() + " is no contract");
    }
    return of(Shape.of(type));
  }

  static Contract of(Shape shape) {
    if (!shape.arguments().isEmpty()) {
      return new Contract(shape);
    }
    synchronized (CACHE) {
      WeakReference<Contract> reference = CACHE.get(shape.raw());
      Contract known = reference == null ? null : reference.get();
      if (known == null) {
        known = new Contract(shape);
        CACHE.put(shape.raw(), new WeakReference<>(known));
      }
      return known;
    }
  }

  public Class<?> type() {
    return shape.raw();
  }

  /** Returns the simple name, for logs. */
  public String name() {
    return name;
  }

  /** Tells whether some of its methods are one-way events. */
  public boolean oneWay() {
    return oneWay;
  }

  /** Tells whether its objects have something to close. */
  public boolean closeable() {
    return AutoCloseable.class.isAssignableFrom(shape.raw());
  }

  public int methodCount() {
    return methods.size();
  }

  /** Returns the name of the method with this number. */
  public String methodName(int index) {
    return methods.get(index).getName();
  }

  /** Returns the method with this number, or null if there is none. */
  public @Nullable MethodSpec method(int index) {
    if (index < 0 || index >= methods.size()) {
      return null;
    }
    MethodSpec spec = specs.get(index);
    return spec != null ? spec : derive(index);
  }

  private MethodSpec derive(int index) {
    MethodSpec made = new MethodSpec(index, methods.get(index), name, shape.bindings());
    return specs.compareAndSet(index, null, made) ? made : specs.get(index);
  }

  /** Returns the number of a method of the interface, or -1 if it does not cross. */
  public int indexOf(Method method) {
    Integer index = indexes.get(method);
    return index != null ? index : -1;
  }

  /** Returns the numbers of all methods that are called across, inherited ones included. */
  public Map<Method, Integer> indexes() {
    return Map.copyOf(indexes);
  }

  /**
   * Derives everything now.
   *
   * @throws UnsupportedTypeException if a type in it cannot cross
   */
  public void check() {
    for (int i = 0; i < methods.size(); i++) {
      method(i);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Contract that && shape.equals(that.shape);
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }

  @Override
  public String toString() {
    return shape.toString();
  }
}
