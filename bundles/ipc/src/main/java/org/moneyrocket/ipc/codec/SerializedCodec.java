// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * Values with a serialization of their own: classes with a method {@code Bytes toBytes()} and a
 * static method {@code decode(Bytes)}, such as transactions and blocks.
 */
final class SerializedCodec extends Codec<Object> {
  private final String name;
  private final MethodHandle toBytes;
  private final MethodHandle decode;

  private SerializedCodec(Class<?> type, Method toBytes, Method decode) {
    this.name = type.getSimpleName();
    this.toBytes = Handles.of(toBytes).asType(MethodType.methodType(Bytes.class, Object.class));
    this.decode = Handles.of(decode).asType(MethodType.methodType(Object.class, Bytes.class));
  }

  /** Returns the codec of {@code type}, or null if it has no such methods. */
  static @Nullable SerializedCodec of(Class<?> type) {
    try {
      Method toBytes = type.getMethod("toBytes");
      Method decode = type.getMethod("decode", Bytes.class);
      boolean fits =
          toBytes.getReturnType() == Bytes.class
              && decode.getReturnType() == type
              && Modifier.isStatic(decode.getModifiers());
      return fits ? new SerializedCodec(type, toBytes, decode) : null;
    } catch (NoSuchMethodException e) {
      return null; // another kind of type
    }
  }

  @Override
  public void write(MessageWriter out, Object value, References references) throws IOException {
    Bytes bytes;
    try {
      bytes = (Bytes) toBytes.invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalArgumentException("a " + name + " cannot be serialized", t);
    }
    out.putBytes(bytes.unsafeArray());
  }

  @Override
  public Object read(MessageReader in, References references) throws IOException, DecodeException {
    Bytes bytes = Bytes.wrap(in.getBytes());
    try {
      return (Object) decode.invokeExact(bytes);
    } catch (DecodeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new DecodeException("no " + name + ": " + t.getMessage(), t);
    }
  }
}
