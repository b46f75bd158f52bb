// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** Values at random; the seed is printed so that a failure can be repeated. */
public final class RandomValues {
  private final Random random;

  public RandomValues() {
    this(Long.getLong("seed", System.nanoTime()));
  }

  public RandomValues(long seed) {
    System.out.println("random values with -Dseed=" + seed);
    random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20) == 0 ? random.nextInt(5000) : random.nextInt(12);
    for (int i = 0; i < length; i++) {
      int c =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0xd800);
            case 2 -> 0x10000 + random.nextInt(0x10000);
            default -> 'a' + random.nextInt(26);
          };
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  public byte[] array() {
    byte[] bytes = new byte[random.nextInt(30) == 0 ? random.nextInt(200_000) : random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  public <E extends Enum<E>> E constant(Class<E> type) {
    E[] all = type.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  private <T> List<T> list(int max, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      list.add(element.get());
    }
    return Collections.unmodifiableList(list);
  }

  public Shape shape(int depth) {
    return switch (random.nextInt(depth > 0 ? 4 : 3)) {
      case 0 -> point();
      case 1 -> new Shape.Circle(point(), random.nextDouble());
      case 2 -> Shape.Unit.UNIT_CIRCLE;
      default -> new Shape.Group(text(), list(3, () -> shape(depth - 1)));
    };
  }

  private Shape.Point point() {
    return new Shape.Point(random.nextInt(), random.nextInt());
  }

  private Everything.Tree tree(int depth) {
    return new Everything.Tree(text(), depth == 0 ? List.of() : list(2, () -> tree(depth - 1)));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private @Nullable String textOrNull() {
    return random.nextBoolean() ? text() : null;
  }

  private Map<String, List<Shape>> named() {
    Map<String, List<Shape>> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), list(2, () -> shape(1)));
    }
    return map;
  }

  private Set<Colour> colours() {
    Set<Colour> set = EnumSet.noneOf(Colour.class);
    for (Colour c : Colour.values()) {
      if (random.nextBoolean()) {
        set.add(c);
      }
    }
    return set;
  }

  public Everything everything() {
    byte[] id = new byte[32];
    random.nextBytes(id);
    boolean present = random.nextBoolean();
    return new Everything(
        random.nextBoolean(),
        (byte) random.nextInt(),
        (short) random.nextInt(),
        (char) random.nextInt(),
        random.nextInt(),
        random.nextLong(),
        random.nextFloat(),
        random.nextDouble(),
        random.nextInt(),
        text(),
        Bytes.wrap(array()),
        new Txid(Bytes.wrap(id)),
        constant(Colour.class),
        shape(3),
        present ? new Outcome.Good<>(random.nextInt()) : new Outcome.Bad<>(text()),
        maybe(this::text),
        maybe(() -> list(3, () -> maybe(() -> constant(Colour.class)))),
        list(10, random::nextInt),
        list(4, this::textOrNull),
        colours(),
        named(),
        Duration.ofSeconds(random.nextLong() >> 8, random.nextInt(1_000_000_000)),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        present ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
        present ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
        present ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
        Secret.wrap(array()),
        textOrNull(),
        new Everything.Empty(),
        tree(3));
  }
}
