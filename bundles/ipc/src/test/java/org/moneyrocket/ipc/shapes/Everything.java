// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** One component for each type that crosses as a value. */
public record Everything(
    boolean flag,
    byte small,
    short shorter,
    char letter,
    int number,
    long wide,
    float rough,
    double exact,
    Integer boxed,
    String text,
    Bytes bytes,
    Txid txid,
    Colour colour,
    Shape shape,
    Outcome<Integer> outcome,
    Optional<String> maybe,
    Optional<List<Optional<Colour>>> nested,
    List<Integer> numbers,
    List<@Nullable String> holes,
    Set<Colour> colours,
    Map<String, List<Shape>> named,
    Duration duration,
    Instant instant,
    OptionalInt someInt,
    OptionalLong someLong,
    OptionalDouble someDouble,
    Secret secret,
    @Nullable String missing,
    Empty empty,
    Tree tree) {
  /** A record without components. */
  public record Empty() {}

  /** A record that contains itself. */
  public record Tree(String name, List<Tree> children) {}
}
