// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonValue.Member;

/** Looks into answers, and makes requests. */
final class Replies {
  private Replies() {}

  /** Makes a request. */
  static JsonValue request(String method, JsonValue params, JsonValue id) {
    return new JsonValue.Obj(
        List.of(
            new Member("method", JsonValue.of(method)),
            new Member("params", params),
            new Member("id", id),
            new Member("jsonrpc", JsonValue.of("2.0"))));
  }

  /** Makes requests without parameters; their ids count from zero. */
  static JsonValue batch(String... methods) {
    List<JsonValue> requests = new ArrayList<>();
    for (int i = 0; i < methods.length; i++) {
      requests.add(request(methods[i], JsonValue.NULL, JsonValue.of(i)));
    }
    return new JsonValue.Arr(requests);
  }

  /** Returns the answers of a batch in the order of their ids. */
  static List<JsonValue> ordered(JsonValue answer, int count) throws CliException {
    if (!(answer instanceof JsonValue.Arr batch)) {
      throw new CliException("Batch must be an array");
    }
    List<JsonValue> ordered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonValue found = JsonValue.NULL;
      for (JsonValue item : batch.items()) {
        if (member(item, "id").equals(JsonValue.of(i))) {
          found = item;
        }
      }
      ordered.add(found);
    }
    return ordered;
  }

  /** Returns a member, JSON null if there is none. */
  static JsonValue member(JsonValue object, String name) {
    return object instanceof JsonValue.Obj known
        ? known.get(name).orElse(JsonValue.NULL)
        : JsonValue.NULL;
  }

  /** Returns a member of a member and so on. */
  static JsonValue at(JsonValue object, String... names) {
    JsonValue value = object;
    for (String name : names) {
      value = member(value, name);
    }
    return value;
  }

  static List<JsonValue> items(JsonValue value) {
    return value instanceof JsonValue.Arr list ? list.items() : List.of();
  }

  static List<Member> members(JsonValue value) {
    return value instanceof JsonValue.Obj object ? object.members() : List.of();
  }

  /** Returns a text or number as text; empty for anything else. */
  static String text(JsonValue value) {
    if (value instanceof JsonValue.Str str) {
      return str.text();
    }
    return value instanceof JsonValue.Num num ? num.text() : "";
  }

  /** Returns a whole number, if it is one. */
  static Optional<Long> number(JsonValue value) {
    try {
      return value instanceof JsonValue.Num num
          ? Optional.of(Long.parseLong(num.text()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static long numberOr(JsonValue value, long otherwise) {
    return number(value).orElse(otherwise);
  }

  static double realOr(JsonValue value, double otherwise) {
    return value instanceof JsonValue.Num num ? Double.parseDouble(num.text()) : otherwise;
  }

  static boolean isTrue(JsonValue value) {
    return value instanceof JsonValue.Bool bool && bool.value();
  }

  /** Returns the code of an error object, 0 if there is none. */
  static int errorCode(JsonValue error) {
    return (int) numberOr(member(error, "code"), 0);
  }
}
