// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** Objects that stay where they are. */
final class ReferenceCodec extends Codec<@Nullable Object> {
  private final Shape shape;

  /** Derived at first use, because contracts refer to each other in circles. */
  private volatile @Nullable Contract contract;

  ReferenceCodec(Shape shape) {
    this.shape = shape.withNullable(false);
  }

  private Contract contract() {
    Contract known = contract;
    if (known == null) {
      known = Contract.of(shape);
      contract = known;
    }
    return known;
  }

  @Override
  public void write(MessageWriter out, @Nullable Object value, References references)
      throws IOException {
    references.write(out, value, contract());
  }

  @Override
  @SuppressWarnings("NullAway") // the type argument says that it may be null
  public @Nullable Object read(MessageReader in, References references)
      throws IOException, DecodeException {
    return references.read(in, contract());
  }

  @Override
  boolean takesNull() {
    return true;
  }
}
