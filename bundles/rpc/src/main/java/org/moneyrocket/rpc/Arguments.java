// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;

/**
 * Reads the parameters of a request into the positions of a method and checks their number and
 * types.
 */
final class Arguments {
  private Arguments() {}

  /**
   * Reads the arguments.
   *
   * @param params JSON text: an array or an object
   * @throws RpcException for a wrong name, number or type
   */
  static List<JsonNode> read(MethodSpec spec, String params, MethodHelp help) {
    List<JsonNode> arguments =
        params.startsWith("{")
            ? NamedArguments.toPositions(spec, named(params))
            : positional(params);
    if (arguments.size() < spec.requiredCount() || arguments.size() > spec.params().size()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, help.text());
    }
    checkTypes(spec, arguments);
    return arguments;
  }

  private static List<JsonNode> positional(String params) {
    JsonNode array = Json.parse(params);
    if (!array.isArray()) {
      throw new RpcException(RpcErrorCode.INVALID_REQUEST, "Params must be an array or object");
    }
    List<JsonNode> arguments = new ArrayList<>(array.size());
    array.forEach(arguments::add);
    return arguments;
  }

  // Member by member, because a tree would silently keep only one of two members of the same name.
  private static Map<String, JsonNode> named(String params) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    try {
      JsonScanner scanner = new JsonScanner(params.getBytes(StandardCharsets.UTF_8));
      scanner.next();
      while (scanner.next() == JsonScanner.Token.NAME) {
        String name = scanner.text();
        scanner.next();
        JsonNode value = JsonTree.read(scanner);
        if (named.putIfAbsent(name, value) != null) {
          throw new RpcException(
              RpcErrorCode.INVALID_PARAMETER, "Parameter " + name + " specified multiple times");
        }
      }
      scanner.next();
      return named;
    } catch (JsonSyntaxException e) {
      throw new RpcException(RpcErrorCode.PARSE_ERROR, "Parse error");
    }
  }

  private static void checkTypes(MethodSpec spec, List<JsonNode> arguments) {
    ObjectNode wrong = Json.object();
    for (int i = 0; i < spec.params().size(); i++) {
      Param param = spec.params().get(i);
      JsonNode value = i < arguments.size() ? arguments.get(i) : Json.none();
      Optional<String> mismatch = param.mismatch(value);
      if (mismatch.isPresent()) {
        wrong.put("Position " + (i + 1) + " (" + param.names() + ")", mismatch.get());
      }
    }
    if (!wrong.isEmpty()) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Wrong type passed:\n" + pretty(wrong));
    }
  }

  /** Returns JSON text over several lines, indented by four. */
  static String pretty(JsonNode node) {
    try {
      JsonValue value = org.moneyrocket.settings.json.JsonParser.parse(Json.write(node));
      return JsonWriter.pretty(value, 4);
    } catch (JsonParseException e) {
      throw new IllegalStateException("our own JSON cannot be read", e);
    }
  }
}
