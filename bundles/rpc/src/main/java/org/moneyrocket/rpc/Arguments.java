// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.JsonScanner.Token;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;

/**
 * Reads the parameters of a request into the positions of a method and checks their number and
 * types. Those that are secrets never become strings; they are wiped when this is closed.
 */
final class Arguments implements AutoCloseable {
  private static final String LEADING = "args";

  private final MethodSpec spec;
  private final List<SecretNode> secrets = new ArrayList<>();
  private List<JsonNode> values = List.of();

  /** Makes arguments of a method, none yet. */
  Arguments(MethodSpec spec) {
    this.spec = spec;
  }

  /** Returns what was read. */
  List<JsonNode> values() {
    return values;
  }

  /**
   * Reads the arguments.
   *
   * @param params JSON text in UTF-8: an array or an object
   * @throws RpcException for a wrong name, number or type
   */
  Arguments read(byte[] params, MethodHelp help) {
    List<JsonNode> arguments;
    try {
      JsonScanner scanner = new JsonScanner(params);
      arguments =
          switch (scanner.next()) {
            case START_OBJECT -> NamedArguments.toPositions(spec, named(scanner));
            case START_LIST -> positional(scanner);
            default ->
                throw new RpcException(
                    RpcErrorCode.INVALID_REQUEST, "Params must be an array or object");
          };
      scanner.next();
    } catch (JsonSyntaxException e) {
      throw new RpcException(RpcErrorCode.PARSE_ERROR, "Parse error");
    }
    if (arguments.size() < spec.requiredCount() || arguments.size() > spec.params().size()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, help.text());
    }
    checkTypes(spec, arguments);
    values = arguments;
    return this;
  }

  private List<JsonNode> positional(JsonScanner scanner) throws JsonSyntaxException {
    List<JsonNode> arguments = new ArrayList<>();
    while (scanner.next() != Token.END_LIST) {
      int position = arguments.size();
      Param param = position < spec.params().size() ? spec.params().get(position) : null;
      arguments.add(value(scanner, param));
    }
    return arguments;
  }

  // Member by member, because a tree would silently keep only one of two members of the same name.
  private Map<String, JsonNode> named(JsonScanner scanner) throws JsonSyntaxException {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    while (scanner.next() == Token.NAME) {
      String name = scanner.text();
      JsonNode value;
      if (scanner.next() == Token.START_LIST && name.equals(LEADING)) {
        ArrayNode leading = Json.array();
        positional(scanner).forEach(leading::add);
        value = leading;
      } else {
        value = value(scanner, param(name));
      }
      if (named.putIfAbsent(name, value) != null) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "Parameter " + name + " specified multiple times");
      }
    }
    return named;
  }

  private @Nullable Param param(String name) {
    for (Param param : spec.params()) {
      if (param.allNames().contains(name)) {
        return param;
      }
    }
    return null;
  }

  private JsonNode value(JsonScanner scanner, @Nullable Param param) throws JsonSyntaxException {
    if (param != null && param.isSecret() && scanner.token() == Token.TEXT) {
      SecretNode secret = new SecretNode(scanner.utf8());
      secrets.add(secret);
      return secret;
    }
    return JsonTree.read(scanner);
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

  /** Wipes the secrets. */
  @Override
  public void close() {
    secrets.forEach(SecretNode::wipe);
  }
}
