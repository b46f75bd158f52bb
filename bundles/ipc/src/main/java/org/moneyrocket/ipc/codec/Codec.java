// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * Writes and reads the values of one statically declared type. Stateless; any number of threads.
 *
 * @param <T> the type, boxed where it is primitive
 */
public abstract class Codec<T> {
  /** Writes a value. */
  public abstract void write(MessageWriter out, T value, References references) throws IOException;

  /**
   * Reads a value.
   *
   * @throws DecodeException if the bytes are no value of the type; the lane stays usable
   */
  public abstract T read(MessageReader in, References references)
      throws IOException, DecodeException;

  /** Tells whether null is a value. */
  boolean takesNull() {
    return false;
  }

  /** Returns this codec for values of unknown type, which must be of the right one. */
  @SuppressWarnings("unchecked")
  final Codec<Object> untyped() {
    return (Codec<Object>) this;
  }
}
