// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a method, or one member of a parameter that is an object or list. Immutable: the
 * methods that change something return a changed copy. A parameter is required until something else
 * is said.
 */
public final class Param {
  /** JSON types that a parameter takes. */
  public enum Kind {
    TEXT("string", "string"),
    HEX("string", "string"),
    NUMBER("numeric", "number"),
    /** Number or text; checked when it is converted. */
    AMOUNT("numeric or string", ""),
    /** Number or list of two; checked when it is converted. */
    RANGE("numeric or array", ""),
    FLAG("boolean", "bool"),
    ARRAY("json array", "array"),
    OBJECT("json object", "object"),
    /** Object whose members may also be given as named parameters of the method. */
    OPTIONS("json object", "object"),
    /** Object whose member names are data. */
    MAP("json object", "object");

    private final String shown;
    private final String expected;

    Kind(String shown, String expected) {
      this.shown = shown;
      this.expected = expected;
    }

    String shown() {
      return shown;
    }

    /** Returns the JSON type that is checked before the method runs, empty if none is. */
    String expected() {
      return expected;
    }
  }

  private final Kind kind;
  private final String names;
  private final String description;
  private final List<Param> members;
  private boolean required = true;
  private @Nullable JsonNode defaultValue;
  private @Nullable String defaultHint;
  private boolean hidden;
  private boolean unchecked;
  private boolean secret;
  private boolean placeholder;
  private boolean alsoPositional;
  private @Nullable String oneLine;
  private @Nullable String valueText;
  private @Nullable String typeText;

  private Param(Kind kind, String names, String description, List<Param> members) {
    this.kind = kind;
    this.names = names;
    this.description = description;
    this.members = List.copyOf(members);
  }

  /** Declares a text. Names are separated by {@code |}; the first is the main one. */
  public static Param text(String names, String description) {
    return new Param(Kind.TEXT, names, description, List.of());
  }

  /** Declares hex digits. */
  public static Param hex(String names, String description) {
    return new Param(Kind.HEX, names, description, List.of());
  }

  /** Declares a number. */
  public static Param number(String names, String description) {
    return new Param(Kind.NUMBER, names, description, List.of());
  }

  /** Declares an amount: a number or decimal text. */
  public static Param amount(String names, String description) {
    return new Param(Kind.AMOUNT, names, description, List.of());
  }

  /** Declares a range: its end, or a list of begin and end. */
  public static Param range(String names, String description) {
    return new Param(Kind.RANGE, names, description, List.of());
  }

  /** Declares a truth value. */
  public static Param flag(String names, String description) {
    return new Param(Kind.FLAG, names, description, List.of());
  }

  /** Declares a list and the kinds of its items. */
  public static Param array(String names, String description, Param... items) {
    return new Param(Kind.ARRAY, names, description, Arrays.asList(items));
  }

  /** Declares an object and its members. */
  public static Param object(String names, String description, Param... members) {
    return new Param(Kind.OBJECT, names, description, Arrays.asList(members));
  }

  /** Declares an object whose members may also be given by name beside the other parameters. */
  public static Param options(String names, String description, Param... members) {
    return new Param(Kind.OPTIONS, names, description, Arrays.asList(members));
  }

  /** Declares an object with free member names; the one member describes a name and its value. */
  public static Param map(String names, String description, Param member) {
    return new Param(Kind.MAP, names, description, List.of(member));
  }

  private Param copy() {
    Param copy = new Param(kind, names, description, members);
    copy.required = required;
    copy.defaultValue = defaultValue;
    copy.defaultHint = defaultHint;
    copy.hidden = hidden;
    copy.unchecked = unchecked;
    copy.secret = secret;
    copy.placeholder = placeholder;
    copy.alsoPositional = alsoPositional;
    copy.oneLine = oneLine;
    copy.valueText = valueText;
    copy.typeText = typeText;
    return copy;
  }

  /** May be left out; there is no default. */
  public Param optional() {
    Param copy = copy();
    copy.required = false;
    return copy;
  }

  /** May be left out; then it has this value. */
  public Param byDefault(JsonNode value) {
    Param copy = optional();
    copy.defaultValue = value;
    return copy;
  }

  /** May be left out; then it has this value. */
  public Param byDefault(boolean value) {
    return byDefault(Json.flag(value));
  }

  /** May be left out; then it has this value. */
  public Param byDefault(long value) {
    return byDefault(Json.number(value));
  }

  /** May be left out; then it has this value. */
  public Param byDefault(String value) {
    return byDefault(Json.text(value));
  }

  /** May be left out; the text says what happens then. */
  public Param defaultHint(String hint) {
    Param copy = optional();
    copy.defaultHint = hint;
    return copy;
  }

  /** Is not shown in help, nor is any parameter after it. */
  public Param hidden() {
    Param copy = copy();
    copy.hidden = true;
    return copy;
  }

  /** Takes any JSON type; the body looks for itself. */
  public Param unchecked() {
    Param copy = copy();
    copy.unchecked = true;
    return copy;
  }

  /** Is a passphrase: it never becomes a string and is read by {@link RpcCall#secret} alone. */
  public Param secret() {
    Param copy = copy();
    copy.secret = true;
    return copy;
  }

  boolean isSecret() {
    return secret;
  }

  /** Stands for several members in the help; no such name is ever given. */
  public Param placeholder() {
    Param copy = copy();
    copy.placeholder = true;
    return copy;
  }

  /** Is a member of an options object and a positional parameter of the same name too. */
  public Param alsoPositional() {
    Param copy = copy();
    copy.alsoPositional = true;
    return copy;
  }

  /** Is shown like this in the first line of the help. */
  public Param oneLine(String shown) {
    Param copy = copy();
    copy.oneLine = shown;
    return copy;
  }

  /** Is shown with this value inside objects, and with this type in descriptions. */
  public Param shownAs(String value, String type) {
    Param copy = copy();
    copy.valueText = value;
    copy.typeText = type;
    return copy;
  }

  /** Returns the kind. */
  public Kind kind() {
    return kind;
  }

  /** Returns name and aliases separated by {@code |}. */
  public String names() {
    return names;
  }

  /** Returns the main name. */
  public String name() {
    int bar = names.indexOf('|');
    return bar < 0 ? names : names.substring(0, bar);
  }

  /** Returns name and aliases. */
  public List<String> allNames() {
    return Arrays.asList(names.split("\\|", -1));
  }

  /** Returns the description without type and default. */
  public String description() {
    return description;
  }

  /** Returns members of an object, kinds of items of a list. */
  public List<Param> members() {
    return members;
  }

  /** Tells whether it must be given. */
  public boolean isRequired() {
    return required;
  }

  /** Tells whether help leaves it out. */
  public boolean isHidden() {
    return hidden;
  }

  /** Returns the value when it is left out, if there is a fixed one. */
  public Optional<JsonNode> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  Optional<String> defaultHint() {
    return Optional.ofNullable(defaultHint);
  }

  Optional<String> oneLine() {
    return Optional.ofNullable(oneLine);
  }

  Optional<String> valueText() {
    return Optional.ofNullable(valueText);
  }

  Optional<String> typeText() {
    return Optional.ofNullable(typeText);
  }

  boolean isUnchecked() {
    return unchecked;
  }

  boolean isPlaceholder() {
    return placeholder;
  }

  boolean isAlsoPositional() {
    return alsoPositional;
  }

  /** Tells whether a client passes it as it was typed: text, not JSON. */
  boolean isPlainText() {
    return kind == Kind.TEXT || kind == Kind.HEX;
  }

  /** Returns what is wrong with a value's type, empty if nothing is. */
  Optional<String> mismatch(JsonNode value) {
    if (unchecked || kind.expected().isEmpty() || (!required && Json.isNone(value))) {
      return Optional.empty();
    }
    String given = Json.kind(value);
    return given.equals(kind.expected())
        ? Optional.empty()
        : Optional.of(
            "JSON value of type " + given + " is not of expected type " + kind.expected());
  }

  @Override
  public String toString() {
    return kind + " " + names;
  }
}
