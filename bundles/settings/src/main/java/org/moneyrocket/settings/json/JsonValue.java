// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value. Numbers keep the text they were written with, so no digit is lost; objects keep
 * order and duplicates.
 */
public sealed interface JsonValue {
  /** The word {@code null}. */
  JsonValue NULL = new Null();

  /** The word {@code true}. */
  JsonValue TRUE = new Bool(true);

  /** The word {@code false}. */
  JsonValue FALSE = new Bool(false);

  /** Nothing. */
  record Null() implements JsonValue {}

  /** True or false. */
  record Bool(boolean value) implements JsonValue {}

  /** A number, as text in JSON's number syntax. */
  record Num(String text) implements JsonValue {}

  /** A text. */
  record Str(String text) implements JsonValue {}

  /** A list. */
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** One name and value of an object. */
  record Member(String name, JsonValue value) {}

  /** An object: members in the order they were written, duplicates included. */
  record Obj(List<Member> members) implements JsonValue {
    public Obj {
      members = List.copyOf(members);
    }

    /** Returns the first member of that name. */
    public Optional<JsonValue> get(String name) {
      for (Member member : members) {
        if (member.name().equals(name)) {
          return Optional.of(member.value());
        }
      }
      return Optional.empty();
    }
  }

  /** Returns {@link #TRUE} or {@link #FALSE}. */
  static JsonValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Returns a text value. */
  static JsonValue of(String text) {
    return new Str(text);
  }

  /** Returns a whole number. */
  static JsonValue of(long number) {
    return new Num(Long.toString(number));
  }

  /** Returns a list of texts. */
  static JsonValue ofStrings(List<String> texts) {
    List<JsonValue> items = new ArrayList<>(texts.size());
    for (String text : texts) {
      items.add(new Str(text));
    }
    return new Arr(items);
  }

  /** Tells whether this is the word {@code false}: how a negated option is stored. */
  default boolean isFalse() {
    return this instanceof Bool bool && !bool.value();
  }

  /** Tells whether this is the word {@code null}. */
  default boolean isNull() {
    return this instanceof Null;
  }

  /** Returns the kind's name as Bitcoin Core's messages write it. */
  default String kind() {
    return switch (this) {
      case Null n -> "null";
      case Bool b -> "bool";
      case Num n -> "number";
      case Str s -> "string";
      case Arr a -> "array";
      case Obj o -> "object";
    };
  }

  /** Returns compact JSON text. */
  default String toJson() {
    return JsonWriter.compact(this);
  }
}
