// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** JSON as RPC speaks it: exact numbers, members in the order they were added. */
public final class Json {
  private static final JsonNodeFactory NODES = new RepeatNoticingNodes();
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .characterEscapes(new ControlEscapes())
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .nodeFactory(NODES)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

  private Json() {}

  /** Returns what writes values to a generator. */
  static ObjectWriter writer() {
    return WRITER;
  }

  /** Returns a generator that leaves {@code out} open. */
  static JsonGenerator generator(Writer out) throws IOException {
    return MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
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

  static JsonNode whole(long number) {
    return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
  }

  static JsonNode whole(BigInteger number) {
    return NODES.numberNode(number);
  }

  static JsonNode decimal(BigDecimal number) {
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
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads JSON text in UTF-8.
   *
   * @throws RpcException PARSE_ERROR when it is none
   */
  public static JsonNode parse(byte[] utf8) {
    try {
      JsonScanner scanner = new JsonScanner(utf8);
      scanner.next();
      JsonNode value = JsonTree.read(scanner);
      scanner.next();
      return value;
    } catch (JsonSyntaxException e) {
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
