// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** JSON as RPC speaks it: exact numbers, members in the order they were added. */
public final class Json {
  static final int MAX_DEPTH = 512;
  private static final int MAX_NUMBER_LENGTH = 1000;
  private static final int MAX_STRING_LENGTH = 64 << 20;

  private static final JsonNodeFactory NODES = new RepeatNoticingNodes();
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .characterEscapes(new ControlEscapes())
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_STRING_LENGTH)
                          .build())
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(NODES)
          .build();

  private Json() {}

  /** Returns the mapper, for streaming. */
  static JsonMapper mapper() {
    return MAPPER;
  }

  /** Makes an empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** Makes an empty list. */
  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** Makes a list of texts. */
  public static ArrayNode array(Collection<String> texts) {
    ArrayNode array = NODES.arrayNode(texts.size());
    texts.forEach(array::add);
    return array;
  }

  /** Makes a text. */
  public static JsonNode text(String text) {
    return NODES.textNode(text);
  }

  /** Makes a whole number. */
  public static JsonNode number(long number) {
    return NODES.numberNode(number);
  }

  /** Makes a truth value. */
  public static JsonNode flag(boolean flag) {
    return NODES.booleanNode(flag);
  }

  /** Makes the word null. */
  public static JsonNode none() {
    return NODES.nullNode();
  }

  /** Makes an amount in BTC with eight decimals. */
  public static JsonNode amount(long satoshis) {
    return NODES.numberNode(BigDecimal.valueOf(satoshis, 8));
  }

  /**
   * Makes a number that is not whole, with up to 16 significant digits as Bitcoin Core prints it.
   */
  public static JsonNode real(double number) {
    return RealNode.of(number);
  }

  /**
   * Reads JSON text.
   *
   * @throws RpcException PARSE_ERROR when it is none
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new RpcException(RpcErrorCode.PARSE_ERROR, "Parse error");
      }
      return node;
    } catch (JsonProcessingException | NumberFormatException e) {
      // An exponent of more than ten digits is noticed when the number is made, not when it is
      // read.
      throw new RpcException(RpcErrorCode.PARSE_ERROR, "Parse error");
    }
  }

  /**
   * Returns the members of an object that was read, in the order of the text; those whose name came
   * several times come as often. Whoever asks for one by name gets the first.
   */
  public static List<Map.Entry<String, JsonNode>> members(JsonNode object) {
    return object instanceof ObjectNode node ? RepeatNoticingNodes.members(node) : List.of();
  }

  /** Returns compact JSON text. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns the kind's name as error messages write it. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT -> "object";
      case STRING, BINARY -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "bool";
      case NULL, MISSING, POJO -> "null";
    };
  }

  static boolean isNone(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }
}
