// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares an answer with what the method declares to give. */
final class ResultCheck {
  private ResultCheck() {}

  /** Returns what does not fit any declared answer; empty if one fits. */
  static Optional<JsonNode> mismatch(MethodSpec spec, JsonNode answer) {
    ArrayNode all = Json.array();
    for (Result result : spec.results()) {
      Optional<JsonNode> wrong = mismatch(result, answer);
      if (wrong.isEmpty()) {
        return Optional.empty();
      }
      all.add(wrong.get());
    }
    if (all.isEmpty()) {
      return Optional.of(Json.text("no possible results defined"));
    }
    return Optional.of(all.size() == 1 ? all.get(0) : all);
  }

  private static Optional<JsonNode> mismatch(Result result, JsonNode answer) {
    if (result.isUnchecked() || result.kind() == Result.Kind.ANY) {
      return Optional.empty();
    }
    String kind = Json.kind(answer);
    if (!kind.equals(result.kind().expected())) {
      return Optional.of(
          Json.text(
              "returned type is "
                  + kind
                  + ", but declared as "
                  + result.kind().expected()
                  + " in doc"));
    }
    ObjectNode errors = Json.object();
    switch (result.kind()) {
      case ARRAY, FIXED_ARRAY -> checkItems(result, answer, errors);
      case MAP -> {
        for (Map.Entry<String, JsonNode> member : answer.properties()) {
          put(errors, member.getKey(), mismatch(result.members().getFirst(), member.getValue()));
        }
      }
      case OBJECT -> checkMembers(result, answer, errors);
      case ANY, NONE, TEXT, HEX, AMOUNT, NUMBER, TIME, FLAG -> {}
    }
    return errors.isEmpty() ? Optional.empty() : Optional.of(errors);
  }

  private static void checkItems(Result result, JsonNode answer, ObjectNode errors) {
    int last = result.members().size() - 1;
    for (int i = 0; i < answer.size(); i++) {
      Result declared = result.members().get(Math.min(i, last));
      put(errors, Integer.toString(i), mismatch(declared, answer.get(i)));
    }
  }

  private static void checkMembers(Result result, JsonNode answer, ObjectNode errors) {
    Set<String> declared = new HashSet<>();
    for (Result member : result.members()) {
      declared.add(member.key());
    }
    for (Map.Entry<String, JsonNode> member : answer.properties()) {
      if (!declared.contains(member.getKey())) {
        errors.put(member.getKey(), "key returned that was not in doc");
      }
    }
    for (Result member : result.members()) {
      JsonNode value = answer.get(member.key());
      if (value != null) {
        put(errors, member.key(), mismatch(member, value));
      } else if (!member.isOptional()) {
        errors.put(member.key(), "key missing, despite not being optional in doc");
      }
    }
  }

  private static void put(ObjectNode errors, String key, Optional<JsonNode> wrong) {
    wrong.ifPresent(error -> errors.set(key, error));
  }
}
