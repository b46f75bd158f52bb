// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** Codecs of values that hold other values of one type. What is read cannot be modified. */
final class CollectionCodecs {
  /** First guess of a size the peer claims; the rest grows as elements arrive. */
  private static final int TRUSTED_COUNT = 1024;

  private CollectionCodecs() {}

  private static void element(
      Codec<Object> codec, MessageWriter out, Object element, References references)
      throws IOException {
    if (element == null && !codec.takesNull()) {
      throw new IllegalArgumentException("element of a collection is null");
    }
    codec.write(out, element, references);
  }

  static final class ListCodec extends Codec<Collection<Object>> {
    private final Codec<Object> element;

    ListCodec(Codec<?> element) {
      this.element = element.untyped();
    }

    @Override
    public void write(MessageWriter out, Collection<Object> values, References references)
        throws IOException {
      // A collection that changes while it is written would put the lane out of step.
      Object[] copy = values.toArray();
      out.putCount(copy.length);
      for (Object value : copy) {
        element(element, out, value, references);
      }
    }

    @Override
    public List<Object> read(MessageReader in, References references)
        throws IOException, DecodeException {
      int count = in.getCount();
      if (count == 0) {
        return List.of();
      }
      in.enter();
      List<Object> list = new ArrayList<>(Math.min(count, TRUSTED_COUNT));
      for (int i = 0; i < count; i++) {
        list.add(element.read(in, references));
      }
      in.leave();
      return Collections.unmodifiableList(list);
    }
  }

  static final class SetCodec extends Codec<Set<Object>> {
    private final Codec<Object> element;

    SetCodec(Codec<?> element) {
      this.element = element.untyped();
    }

    @Override
    public void write(MessageWriter out, Set<Object> values, References references)
        throws IOException {
      Object[] copy = values.toArray();
      out.putCount(copy.length);
      for (Object value : copy) {
        element(element, out, value, references);
      }
    }

    @Override
    public Set<Object> read(MessageReader in, References references)
        throws IOException, DecodeException {
      int count = in.getCount();
      in.enter();
      Set<Object> set = new LinkedHashSet<>();
      for (int i = 0; i < count; i++) {
        if (!set.add(element.read(in, references))) {
          throw new DecodeException("set has an element twice");
        }
      }
      in.leave();
      return Collections.unmodifiableSet(set);
    }
  }

  static final class MapCodec extends Codec<Map<Object, Object>> {
    private final Codec<Object> key;
    private final Codec<Object> value;

    MapCodec(Codec<?> key, Codec<?> value) {
      this.key = key.untyped();
      this.value = value.untyped();
    }

    @Override
    public void write(MessageWriter out, Map<Object, Object> values, References references)
        throws IOException {
      List<Map.Entry<Object, Object>> copy = new ArrayList<>(values.entrySet());
      out.putCount(copy.size());
      for (Map.Entry<Object, Object> entry : copy) {
        element(key, out, entry.getKey(), references);
        element(value, out, entry.getValue(), references);
      }
    }

    @Override
    public Map<Object, Object> read(MessageReader in, References references)
        throws IOException, DecodeException {
      int count = in.getCount();
      in.enter();
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        Object k = key.read(in, references);
        Object v = value.read(in, references);
        if (map.containsKey(k)) {
          throw new DecodeException("map has a key twice");
        }
        map.put(k, v);
      }
      in.leave();
      return Collections.unmodifiableMap(map);
    }
  }

  static final class OptionalCodec extends Codec<Optional<Object>> {
    private final Codec<Object> element;

    OptionalCodec(Codec<?> element) {
      this.element = element.untyped();
    }

    @Override
    public void write(MessageWriter out, Optional<Object> value, References references)
        throws IOException {
      out.putBoolean(value.isPresent());
      if (value.isPresent()) {
        element.write(out, value.get(), references);
      }
    }

    @Override
    public Optional<Object> read(MessageReader in, References references)
        throws IOException, DecodeException {
      if (!in.getBoolean()) {
        return Optional.empty();
      }
      in.enter();
      Object value = element.read(in, references);
      in.leave();
      if (value == null) {
        throw new DecodeException("present value is null");
      }
      return Optional.of(value);
    }
  }

  /** Values declared {@code @Nullable}. */
  static final class NullableCodec extends Codec<@Nullable Object> {
    private final Codec<Object> present;

    NullableCodec(Codec<?> present) {
      this.present = present.untyped();
    }

    @Override
    public void write(MessageWriter out, @Nullable Object value, References references)
        throws IOException {
      out.putBoolean(value != null);
      if (value != null) {
        present.write(out, value, references);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // the type argument says that it may be null
    public @Nullable Object read(MessageReader in, References references)
        throws IOException, DecodeException {
      return in.getBoolean() ? present.read(in, references) : null;
    }

    @Override
    boolean takesNull() {
      return true;
    }
  }
}
