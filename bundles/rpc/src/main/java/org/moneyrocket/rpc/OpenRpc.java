// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Describes methods in the form of the OpenRPC specification, version 1.4.1, with JSON Schemas of
 * parameters and answers.
 */
final class OpenRpc {
  static final String VERSION = "1.4.1";
  private static final String HEX_PATTERN = "^[0-9a-fA-F]+$";

  private OpenRpc() {}

  static ObjectNode method(MethodSpec spec, boolean withHidden) {
    ObjectNode method = Json.object();
    method.put("name", spec.name());
    method.put("description", spec.description().strip());
    ArrayNode params = method.putArray("params");
    for (Param param : spec.params()) {
      if (withHidden || !param.isHidden()) {
        params.add(param(param, withHidden));
      }
    }
    ObjectNode result = method.putObject("result");
    result.put("name", "result");
    result.set("schema", answers(spec.results()));
    method.put("x-bitcoin-category", spec.category());
    return method;
  }

  private static ObjectNode param(Param param, boolean withHidden) {
    ObjectNode object = Json.object();
    object.put("name", param.name());
    object.put("required", param.isRequired());
    object.set("schema", schema(param, withHidden, false));
    List<String> names = param.allNames();
    if (names.size() > 1) {
      object.set("x-bitcoin-aliases", Json.array(names.subList(1, names.size())));
    }
    mark(object, param);
    if (!param.description().isEmpty()) {
      object.put("description", param.description());
    }
    return object;
  }

  private static void mark(ObjectNode object, Param param) {
    if (param.isPlaceholder()) {
      object.put("x-bitcoin-placeholder", true);
    }
    if (param.isAlsoPositional()) {
      object.put("x-bitcoin-also-positional", true);
    }
  }

  private static ObjectNode schema(Param param, boolean withHidden, boolean inUnchecked) {
    ObjectNode schema = Json.object();
    if (param.isUnchecked()) {
      applyTypeText(schema, param);
      if (schema.isEmpty() && param.kind() == Param.Kind.ARRAY) {
        ArrayNode oneOf = schema.putArray("oneOf");
        ObjectNode list = oneOf.addObject();
        list.put("type", "array");
        list.set("items", items(param.members(), withHidden, true));
        oneOf.add(type("object"));
      }
      applyDefault(schema, param);
      return schema;
    }
    switch (param.kind()) {
      case TEXT -> schema.put("type", "string");
      case HEX -> schema.put("type", "string").put("pattern", HEX_PATTERN);
      case NUMBER -> schema.put("type", "number");
      case FLAG -> schema.put("type", "boolean");
      case AMOUNT -> schema.putArray("oneOf").add(type("number")).add(type("string"));
      case RANGE -> {
        ArrayNode oneOf = schema.putArray("oneOf");
        oneOf.add(type("number"));
        fixedItems(oneOf.addObject(), List.of(type("number"), type("number")));
      }
      case ARRAY -> {
        schema.put("type", "array");
        schema.set("items", items(param.members(), withHidden, inUnchecked));
      }
      case OBJECT, OPTIONS -> members(schema, param, withHidden, inUnchecked);
      case MAP -> {
        Param member = param.members().getFirst();
        schema.put("type", "object");
        schema.set("additionalProperties", schema(member, withHidden, inUnchecked));
        if (!member.description().isEmpty()) {
          schema.put("description", member.description());
        }
      }
    }
    applyTypeText(schema, param);
    applyDefault(schema, param);
    return schema;
  }

  private static void members(
      ObjectNode schema, Param param, boolean withHidden, boolean inUnchecked) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    for (Param member : param.members()) {
      if (!withHidden && member.isHidden()) {
        continue;
      }
      ObjectNode property = schema(member, withHidden, inUnchecked);
      if (!member.description().isEmpty()) {
        property.put("description", member.description());
      }
      mark(property, member);
      properties.set(member.name(), property);
      if (member.isRequired()) {
        required.add(member.name());
      }
    }
    schema.put("additionalProperties", false);
    putRequired(schema, required);
  }

  private static void putRequired(ObjectNode schema, List<String> required) {
    if (!required.isEmpty()) {
      schema.set("required", Json.array(required));
    }
  }

  private static ObjectNode items(List<Param> kinds, boolean withHidden, boolean inUnchecked) {
    List<ObjectNode> schemas = new ArrayList<>();
    for (Param kind : kinds) {
      schemas.add(schema(kind, withHidden, inUnchecked));
    }
    return alternatives(schemas, inUnchecked ? "anyOf" : "oneOf");
  }

  private static ObjectNode alternatives(List<ObjectNode> schemas, String keyword) {
    Set<ObjectNode> distinct = new LinkedHashSet<>(schemas);
    if (distinct.isEmpty()) {
      return Json.object();
    }
    if (distinct.size() == 1) {
      return distinct.iterator().next();
    }
    ObjectNode schema = Json.object();
    schema.putArray(keyword).addAll(distinct);
    return schema;
  }

  private static void applyTypeText(ObjectNode schema, Param param) {
    String text = param.typeText().orElse("");
    if (text.isEmpty()) {
      return;
    }
    if (text.equals("integer / string") || text.equals("string or numeric")) {
      schema.removeAll();
      schema.putArray("oneOf").add(type("integer")).add(type("string"));
    } else {
      schema.put("x-bitcoin-type-override", text);
    }
  }

  private static void applyDefault(ObjectNode schema, Param param) {
    param.defaultValue().ifPresent(value -> schema.set("default", value));
    param.defaultHint().ifPresent(hint -> schema.put("x-bitcoin-default-hint", hint));
  }

  private static ObjectNode answers(List<Result> results) {
    List<ObjectNode> schemas = new ArrayList<>();
    for (Result result : results) {
      if (result.kind() != Result.Kind.ANY) {
        ObjectNode schema = schema(result, result.isUnchecked());
        if (results.size() > 1 && !result.condition().isEmpty()) {
          schema.put("description", result.condition());
        }
        schemas.add(schema);
      }
    }
    return alternatives(schemas, "oneOf");
  }

  private static ObjectNode schema(Result result, boolean unchecked) {
    ObjectNode schema = Json.object();
    if (unchecked) {
      if (result.kind() == Result.Kind.OBJECT) {
        ObjectNode object = schema(result, false);
        if (result.key().isEmpty()) {
          return object;
        }
        schema.putArray("oneOf").add(object).addObject().put("const", false);
        return schema;
      }
      return result.kind() == Result.Kind.ARRAY ? schema(result, false) : schema;
    }
    switch (result.kind()) {
      case ANY -> {}
      case NONE -> schema.put("type", "null");
      case TEXT -> schema.put("type", "string");
      case HEX -> schema.put("type", "string").put("pattern", HEX_PATTERN);
      case AMOUNT -> schema.put("type", "number").put("x-bitcoin-unit", "amount");
      case NUMBER -> schema.put("type", "number");
      case TIME -> schema.put("type", "number").put("x-bitcoin-unit", "unix-time");
      case FLAG -> schema.put("type", "boolean");
      case ARRAY -> {
        schema.put("type", "array");
        schema.set("items", alternatives(schemas(result.members()), "oneOf"));
      }
      case FIXED_ARRAY -> fixedItems(schema, schemas(result.members()));
      case OBJECT -> members(schema, result);
      case MAP -> {
        Result member = result.members().getFirst();
        schema.put("type", "object");
        schema.set("additionalProperties", schema(member, member.isUnchecked()));
      }
    }
    return schema;
  }

  private static void members(ObjectNode schema, Result result) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    for (Result member : result.members()) {
      ObjectNode property = schema(member, member.isUnchecked());
      if (!member.description().isEmpty()) {
        property.put("description", member.description());
      }
      properties.set(member.key(), property);
      if (!member.isOptional()) {
        required.add(member.key());
      }
    }
    schema.put("additionalProperties", false);
    putRequired(schema, required);
  }

  private static List<ObjectNode> schemas(List<Result> results) {
    List<ObjectNode> schemas = new ArrayList<>();
    for (Result result : results) {
      schemas.add(schema(result, result.isUnchecked()));
    }
    return schemas;
  }

  private static void fixedItems(ObjectNode schema, List<? extends JsonNode> items) {
    schema.put("type", "array");
    schema.putArray("items").addAll(items);
    schema.put("additionalItems", false);
    schema.put("minItems", items.size());
    schema.put("maxItems", items.size());
  }

  private static ObjectNode type(String name) {
    return Json.object().put("type", name);
  }
}
