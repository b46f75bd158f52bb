// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.moneyrocket.primitives.Bytes;

/**
 * Elements that satisfy or dissatisfy an expression. Immutable; joining two copies nothing.
 *
 * @param available whether there is such a stack at all
 * @param signed whether a signature is among them
 * @param malleable whether others could turn it into another one that works too
 * @param size bytes in a witness
 */
record InputStack(boolean available, boolean signed, boolean malleable, long size, Parts parts) {
  /** The elements. */
  private sealed interface Parts {}

  private record None() implements Parts {}

  private record One(Bytes element) implements Parts {}

  private record Joined(Parts below, Parts above) implements Parts {}

  static final InputStack NONE = new InputStack(false, false, false, 0, new None());
  static final InputStack EMPTY = new InputStack(true, false, false, 0, new None());
  static final InputStack ZERO = of(Bytes.EMPTY);
  static final InputStack ONE = of(Bytes.wrap(new byte[] {1}));
  static final InputStack WRONG_PREIMAGE = of(Bytes.wrap(new byte[32])).malleable(true);

  static InputStack of(Bytes element) {
    return new InputStack(true, false, false, element.size() + 1L, new One(element));
  }

  static InputStack signature(Bytes signature) {
    return new InputStack(true, true, false, signature.size() + 1L, new One(signature));
  }

  /** Returns the elements, the top last. */
  List<Bytes> elements() {
    List<Bytes> out = new ArrayList<>();
    Deque<Parts> todo = new ArrayDeque<>();
    todo.push(parts);
    while (!todo.isEmpty()) {
      switch (todo.pop()) {
        case None() -> {}
        case One(Bytes element) -> out.add(element);
        case Joined(Parts below, Parts above) -> {
          todo.push(above);
          todo.push(below);
        }
      }
    }
    return out;
  }

  InputStack malleable(boolean value) {
    return available ? new InputStack(true, signed, value, size, parts) : this;
  }

  /** Puts the elements of {@code above} on top. */
  InputStack plus(InputStack above) {
    if (!available || !above.available) {
      return NONE;
    }
    return new InputStack(
        true,
        signed || above.signed,
        malleable || above.malleable,
        size + above.size,
        new Joined(parts, above.parts));
  }

  /**
   * Chooses between two. One without signature must be taken if there is one, since anybody else
   * could choose it; then what cannot be changed by others is better, then what is smaller.
   */
  InputStack or(InputStack other) {
    if (!available || !other.available) {
      return available ? this : other;
    }
    if (signed != other.signed) {
      return signed ? other : this;
    }
    InputStack smaller = size <= other.size ? this : other;
    if (!signed) {
      return smaller.malleable(true);
    }
    if (malleable != other.malleable) {
      return malleable ? other : this;
    }
    return smaller;
  }
}
