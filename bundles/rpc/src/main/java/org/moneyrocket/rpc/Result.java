// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.util.Arrays;
import java.util.List;

/**
 * Describes a method's answer or a part of it. Keys are empty where the value is no member of an
 * object. Immutable: the methods that change something return a changed copy.
 */
public final class Result {
  /** JSON types of an answer. */
  public enum Kind {
    ANY("any", "xxx", ""),
    NONE("json null", "null", "null"),
    TEXT("string", "\"str\"", "string"),
    HEX("string", "\"hex\"", "string"),
    AMOUNT("numeric", "n", "number"),
    NUMBER("numeric", "n", "number"),
    TIME("numeric", "xxx", "number"),
    FLAG("boolean", "true|false", "bool"),
    ARRAY("json array", "", "array"),
    FIXED_ARRAY("json array", "", "array"),
    OBJECT("json object", "", "object"),
    MAP("json object", "", "object");

    private final String shown;
    private final String example;
    private final String expected;

    Kind(String shown, String example, String expected) {
      this.shown = shown;
      this.example = example;
      this.expected = expected;
    }

    String shown() {
      return shown;
    }

    String example() {
      return example;
    }

    String expected() {
      return expected;
    }
  }

  private final Kind kind;
  private final String key;
  private final String description;
  private final List<Result> members;
  private boolean optional;
  private boolean unchecked;
  private String condition = "";
  private String elision = "";
  private boolean elided;

  private Result(Kind kind, String key, String description, List<Result> members) {
    this.kind = kind;
    this.key = key;
    this.description = description;
    this.members = List.copyOf(members);
  }

  private static Result leaf(Kind kind, String key, String description) {
    return new Result(kind, key, description, List.of());
  }

  /** Anything. */
  public static Result any(String key, String description) {
    return leaf(Kind.ANY, key, description);
  }

  /** The word null. */
  public static Result none() {
    return leaf(Kind.NONE, "", "");
  }

  /** A text. */
  public static Result text(String key, String description) {
    return leaf(Kind.TEXT, key, description);
  }

  /** Hex digits. */
  public static Result hex(String key, String description) {
    return leaf(Kind.HEX, key, description);
  }

  /** An amount in BTC. */
  public static Result amount(String key, String description) {
    return leaf(Kind.AMOUNT, key, description);
  }

  /** A number. */
  public static Result number(String key, String description) {
    return leaf(Kind.NUMBER, key, description);
  }

  /** Seconds since 1970. */
  public static Result time(String key, String description) {
    return leaf(Kind.TIME, key, description);
  }

  /** A truth value. */
  public static Result flag(String key, String description) {
    return leaf(Kind.FLAG, key, description);
  }

  /** A list of any length; the last kind of item repeats. */
  public static Result array(String key, String description, Result... items) {
    return new Result(Kind.ARRAY, key, description, Arrays.asList(items));
  }

  /** A list with exactly these items. */
  public static Result fixedArray(String key, String description, Result... items) {
    return new Result(Kind.FIXED_ARRAY, key, description, Arrays.asList(items));
  }

  /** An object with these members. */
  public static Result object(String key, String description, Result... members) {
    return new Result(Kind.OBJECT, key, description, Arrays.asList(members));
  }

  /** An object with these members. */
  public static Result object(String key, String description, List<Result> members) {
    return new Result(Kind.OBJECT, key, description, members);
  }

  /** An object with free member names; the one member describes a name and its value. */
  public static Result map(String key, String description, Result member) {
    return new Result(Kind.MAP, key, description, List.of(member));
  }

  private Result copy() {
    Result copy = new Result(kind, key, description, members);
    copy.optional = optional;
    copy.unchecked = unchecked;
    copy.condition = condition;
    copy.elision = elision;
    copy.elided = elided;
    return copy;
  }

  /** May be missing. */
  public Result optional() {
    Result copy = copy();
    copy.optional = true;
    return copy;
  }

  /** Is the answer in the case that the text names. */
  public Result when(String text) {
    Result copy = copy();
    copy.condition = text;
    return copy;
  }

  /** Is not compared with the real answer. */
  public Result unchecked() {
    Result copy = copy();
    copy.unchecked = true;
    return copy;
  }

  /** Is shown in the help as three dots with this text; empty text leaves it out altogether. */
  public Result elided(String text) {
    Result copy = copy();
    copy.elided = true;
    copy.elision = text;
    return copy;
  }

  Kind kind() {
    return kind;
  }

  String key() {
    return key;
  }

  String description() {
    return description;
  }

  List<Result> members() {
    return members;
  }

  boolean isOptional() {
    return optional;
  }

  boolean isUnchecked() {
    return unchecked;
  }

  String condition() {
    return condition;
  }

  boolean isElided() {
    return elided;
  }

  String elision() {
    return elision;
  }

  @Override
  public String toString() {
    return kind + " " + key;
  }
}
