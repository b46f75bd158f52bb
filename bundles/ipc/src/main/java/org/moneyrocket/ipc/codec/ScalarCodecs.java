// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** Codecs of types without parts of their own. */
final class ScalarCodecs {
  private static final Map<Class<?>, Codec<?>> BY_CLASS = new HashMap<>();

  private ScalarCodecs() {}

  static @Nullable Codec<?> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  private interface Put<T> {
    void put(MessageWriter out, T value) throws IOException;
  }

  private interface Get<T> {
    T get(MessageReader in) throws IOException, DecodeException;
  }

  private static <T> void add(Class<T> type, Put<T> put, Get<T> get) {
    BY_CLASS.put(
        type,
        new Codec<T>() {
          @Override
          public void write(MessageWriter out, T value, References references) throws IOException {
            put.put(out, value);
          }

          @Override
          public T read(MessageReader in, References references)
              throws IOException, DecodeException {
            return get.get(in);
          }
        });
  }

  private static void same(Class<?> primitive, Class<?> boxed) {
    Codec<?> codec = BY_CLASS.get(boxed);
    if (codec == null) {
      throw new IllegalStateException("no codec of " + boxed);
    }
    BY_CLASS.put(primitive, codec);
  }

  static {
    add(Boolean.class, MessageWriter::putBoolean, MessageReader::getBoolean);
    add(Byte.class, (out, v) -> out.putByte(v), MessageReader::getByte);
    add(Short.class, (out, v) -> out.putShort(v), MessageReader::getShort);
    add(Character.class, (out, v) -> out.putShort(v), in -> (char) in.getShort());
    add(Integer.class, MessageWriter::putInt, MessageReader::getInt);
    add(Long.class, MessageWriter::putLong, MessageReader::getLong);
    add(Float.class, MessageWriter::putFloat, MessageReader::getFloat);
    add(Double.class, MessageWriter::putDouble, MessageReader::getDouble);
    same(boolean.class, Boolean.class);
    same(byte.class, Byte.class);
    same(short.class, Short.class);
    same(char.class, Character.class);
    same(int.class, Integer.class);
    same(long.class, Long.class);
    same(float.class, Float.class);
    same(double.class, Double.class);
    add(String.class, MessageWriter::putString, MessageReader::getString);
    add(byte[].class, MessageWriter::putBytes, MessageReader::getBytes);
    add(Bytes.class, (out, v) -> out.putBytes(v.unsafeArray()), in -> Bytes.wrap(in.getBytes()));
    add(Secret.class, ScalarCodecs::putSecret, in -> Secret.wrap(in.getSecret()));
    add(
        Duration.class,
        (out, v) -> {
          out.putLong(v.getSeconds());
          out.putInt(v.getNano());
        },
        in -> Duration.ofSeconds(in.getLong(), nanos(in)));
    add(
        Instant.class,
        (out, v) -> {
          out.putLong(v.getEpochSecond());
          out.putInt(v.getNano());
        },
        ScalarCodecs::instant);
    add(
        OptionalInt.class,
        (out, v) -> {
          out.putBoolean(v.isPresent());
          out.putInt(v.orElse(0));
        },
        in -> {
          boolean present = in.getBoolean();
          int value = in.getInt();
          return present ? OptionalInt.of(value) : OptionalInt.empty();
        });
    add(
        OptionalLong.class,
        (out, v) -> {
          out.putBoolean(v.isPresent());
          out.putLong(v.orElse(0));
        },
        in -> {
          boolean present = in.getBoolean();
          long value = in.getLong();
          return present ? OptionalLong.of(value) : OptionalLong.empty();
        });
    add(
        OptionalDouble.class,
        (out, v) -> {
          out.putBoolean(v.isPresent());
          out.putDouble(v.orElse(0));
        },
        in -> {
          boolean present = in.getBoolean();
          double value = in.getDouble();
          return present ? OptionalDouble.of(value) : OptionalDouble.empty();
        });
  }

  private static void putSecret(MessageWriter out, Secret secret) throws IOException {
    byte[] copy = secret.toArray();
    try {
      out.putSecret(copy);
    } finally {
      java.util.Arrays.fill(copy, (byte) 0);
    }
  }

  private static int nanos(MessageReader in) throws IOException, DecodeException {
    int nanos = in.getInt();
    if (nanos < 0 || nanos > 999_999_999) {
      throw new DecodeException("nanoseconds are " + nanos);
    }
    return nanos;
  }

  private static Instant instant(MessageReader in) throws IOException, DecodeException {
    long seconds = in.getLong();
    try {
      return Instant.ofEpochSecond(seconds, nanos(in));
    } catch (DateTimeException e) {
      throw new DecodeException("no instant: second " + seconds, e);
    }
  }
}
