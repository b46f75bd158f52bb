// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** One of the alternatives of a sealed type, by its position among them, then its value. */
final class SealedCodec extends Codec<Object> {
  private final String name;
  private final Map<Class<?>, Integer> indexes = new HashMap<>();
  private final List<Codec<Object>> alternatives = new ArrayList<>();

  SealedCodec(String name) {
    this.name = name;
  }

  void resolve(Shape shape, Function<Shape, Codec<?>> derive) {
    for (Shape leaf : leaves(shape)) {
      if (indexes.putIfAbsent(leaf.raw(), alternatives.size()) == null) {
        alternatives.add(derive.apply(leaf).untyped());
      }
    }
  }

  /** Returns the records and enums below, in the order of declaration. */
  private static List<Shape> leaves(Shape shape) {
    List<Shape> leaves = new ArrayList<>();
    for (Class<?> permitted : shape.raw().getPermittedSubclasses()) {
      Shape alternative = shape.alternative(permitted);
      if (permitted.isRecord() || permitted.isEnum()) {
        leaves.add(alternative);
      } else if (permitted.isSealed()) {
        leaves.addAll(leaves(alternative));
      } else {
        throw new UnsupportedTypeException(
            permitted.getName() + " is neither record nor enum nor sealed");
      }
    }
    return leaves;
  }

  @Override
  public void write(MessageWriter out, Object value, References references) throws IOException {
    Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    Integer index = indexes.get(type);
    if (index == null) {
      throw new IllegalArgumentException(type.getName() + " is no alternative of " + name);
    }
    out.putShort(index);
    alternatives.get(index).write(out, value, references);
  }

  @Override
  public Object read(MessageReader in, References references) throws IOException, DecodeException {
    int index = in.getShort() & 0xffff;
    if (index >= alternatives.size()) {
      throw new DecodeException(name + " has no alternative " + index);
    }
    return alternatives.get(index).read(in, references);
  }
}
