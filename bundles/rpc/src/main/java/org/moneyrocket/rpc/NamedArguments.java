// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts named arguments into the positions that a method declares. Members of an options object may
 * be named like parameters; the name {@code args} holds leading positional arguments.
 */
final class NamedArguments {
  private final MethodSpec spec;
  private final Map<String, JsonNode> named;
  private final List<JsonNode> positions = new ArrayList<>();
  private @Nullable Param first;
  private int firstPosition;

  private NamedArguments(MethodSpec spec, Map<String, JsonNode> named) {
    this.spec = spec;
    this.named = named;
  }

  /**
   * Returns the arguments in order. There is nothing behind the last that was named, and JSON null
   * where one was left out before.
   *
   * @throws RpcException INVALID_PARAMETER for unknown names and values given twice
   */
  static List<JsonNode> toPositions(MethodSpec spec, Map<String, JsonNode> named) {
    return new NamedArguments(spec, new LinkedHashMap<>(named)).place();
  }

  private List<JsonNode> place() {
    for (int i = 0; i < spec.params().size(); i++) {
      Param param = spec.params().get(i);
      ObjectNode options = param.kind() == Param.Kind.OPTIONS ? takeOptions(param) : Json.object();
      String name = presentName(param);
      if (name == null && options.isEmpty()) {
        continue;
      }
      while (positions.size() < i) {
        positions.add(Json.none());
      }
      if (first == null) {
        first = param;
        firstPosition = i;
      }
      if (name != null && !options.isEmpty()) {
        throw wrong(
            "Parameter " + name + " conflicts with parameter " + options.fieldNames().next());
      }
      positions.add(name == null ? options : named.remove(name));
    }
    List<JsonNode> result = withLeading(named.get("args"));
    if (!named.isEmpty()) {
      throw wrong("Unknown named parameter " + named.keySet().iterator().next());
    }
    return result;
  }

  private ObjectNode takeOptions(Param param) {
    ObjectNode options = Json.object();
    for (Param member : param.members()) {
      String name = presentName(member);
      if (name != null) {
        options.set(name, named.remove(name));
      }
    }
    return options;
  }

  private @Nullable String presentName(Param param) {
    for (String name : param.allNames()) {
      if (named.containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  private List<JsonNode> withLeading(@Nullable JsonNode leading) {
    if (leading == null) {
      return positions;
    }
    named.remove("args");
    if (!leading.isArray()) {
      return positions;
    }
    if (first != null && leading.size() > firstPosition) {
      throw wrong(
          "Parameter " + first.names() + " specified twice both as positional and named argument");
    }
    List<JsonNode> joined = new ArrayList<>();
    leading.forEach(joined::add);
    for (int i = joined.size(); i < positions.size(); i++) {
      joined.add(positions.get(i));
    }
    return joined;
  }

  private static RpcException wrong(String message) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, message);
  }
}
