// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** Constants of an enum by their position. */
final class EnumCodec extends Codec<Object> {
  private final Object[] constants;
  private final String name;

  EnumCodec(Class<?> type) {
    constants = type.getEnumConstants();
    name = type.getSimpleName();
  }

  @Override
  public void write(MessageWriter out, Object value, References references) throws IOException {
    out.putShort(((Enum<?>) value).ordinal());
  }

  @Override
  public Object read(MessageReader in, References references) throws IOException, DecodeException {
    int index = in.getShort() & 0xffff;
    if (index >= constants.length) {
      throw new DecodeException(name + " has no constant " + index);
    }
    return constants[index];
  }
}
