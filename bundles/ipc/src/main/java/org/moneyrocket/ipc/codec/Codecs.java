// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives codecs from declared types. A codec belongs to the contracts that use it; the cache here
 * holds it weakly, so that the classes of an updated bundle can go.
 */
final class Codecs {
  /** Guards the cache and all derivation. */
  private static final Object LOCK = new Object();

  private static final Map<Class<?>, WeakReference<Codec<?>>> CACHE = new WeakHashMap<>();

  /** What is being derived, so that recursive types find themselves. */
  private final Map<Shape, Codec<?>> derived = new HashMap<>();

  private Codecs() {}

  /**
   * Returns the codec of {@code shape}.
   *
   * @throws UnsupportedTypeException if the type cannot cross
   */
  static Codec<?> of(Shape shape) {
    synchronized (LOCK) {
      Codecs one = new Codecs();
      Codec<?> codec = one.derive(shape);
      // Only now all of them are complete.
      one.derived.forEach(
          (s, c) -> {
            if (s.arguments().isEmpty() && !s.nullable()) {
              CACHE.put(s.raw(), new WeakReference<>(c));
            }
          });
      return codec;
    }
  }

  private Codec<?> derive(Shape shape) {
    Codec<?> known = derived.get(shape);
    if (known != null) {
      return known;
    }
    if (shape.nullable()) {
      Codec<?> present = derive(shape.withNullable(false));
      return present.takesNull() ? present : new CollectionCodecs.NullableCodec(present);
    }
    Codec<?> scalar = ScalarCodecs.of(shape.raw());
    if (scalar != null) {
      return scalar;
    }
    Codec<?> cached = cached(shape);
    return cached != null ? cached : compound(shape);
  }

  private static @Nullable Codec<?> cached(Shape shape) {
    if (!shape.arguments().isEmpty()) {
      return null;
    }
    WeakReference<Codec<?>> reference = CACHE.get(shape.raw());
    return reference == null ? null : reference.get();
  }

  private Codec<?> compound(Shape shape) {
    Class<?> raw = shape.raw();
    List<Shape> arguments = shape.arguments();
    if (raw == Optional.class) {
      return new CollectionCodecs.OptionalCodec(derive(arguments.get(0)));
    }
    if (raw == List.class || raw == Collection.class) {
      return new CollectionCodecs.ListCodec(derive(arguments.get(0)));
    }
    if (raw == Set.class) {
      return new CollectionCodecs.SetCodec(derive(arguments.get(0)));
    }
    if (raw == Map.class) {
      return new CollectionCodecs.MapCodec(derive(arguments.get(0)), derive(arguments.get(1)));
    }
    if (raw.isEnum()) {
      return keep(shape, new EnumCodec(raw));
    }
    if (raw.isRecord()) {
      RecordCodec codec = keep(shape, new RecordCodec(raw));
      codec.resolve(shape.bindings(), this::derive);
      return codec;
    }
    if (raw.isSealed()) {
      SealedCodec codec = keep(shape, new SealedCodec(raw.getSimpleName()));
      codec.resolve(shape, this::derive);
      return codec;
    }
    if (isContract(raw)) {
      return new ReferenceCodec(shape);
    }
    Codec<?> serialized = SerializedCodec.of(raw);
    if (serialized != null) {
      return keep(shape, serialized);
    }
    throw new UnsupportedTypeException(
        shape + " cannot cross: no record, enum, sealed type, collection or interface");
  }

  private <C extends Codec<?>> C keep(Shape shape, C codec) {
    derived.put(shape, codec);
    return codec;
  }

  /** Any interface of ours; of the platform's only those with one method to implement. */
  static boolean isContract(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation()) {
      return false;
    }
    if (!type.getName().startsWith("java.")) {
      return true;
    }
    return Arrays.stream(type.getMethods()).filter(Codecs::mustBeImplemented).count() == 1;
  }

  private static boolean mustBeImplemented(Method method) {
    if (!Modifier.isAbstract(method.getModifiers())) {
      return false;
    }
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return false; // such as Comparator.equals
    } catch (NoSuchMethodException e) {
      return true;
    }
  }
}
