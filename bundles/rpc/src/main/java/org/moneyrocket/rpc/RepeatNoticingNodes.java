// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects that treat members whose name comes again as Bitcoin Core does: the first one
 * counts wherever a member is asked for by name, all of them where members are walked through (to
 * pay an address twice is an error and not the same as to pay it once) and where the object is
 * written. And numbers that stay short when they are written. What it makes is counted as memory of
 * the call that is being worked on.
 */
final class RepeatNoticingNodes extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;

  // What a value costs in memory together with its place in the list or object that holds it.
  private static final int OBJECT_BYTES = 200;
  private static final int LIST_BYTES = 88;
  private static final int VALUE_BYTES = 64;

  @Override
  public ObjectNode objectNode() {
    AnswerMeter.count(OBJECT_BYTES);
    return new RepeatNoticingObject(this);
  }

  @Override
  public ArrayNode arrayNode() {
    AnswerMeter.count(LIST_BYTES);
    return super.arrayNode();
  }

  @Override
  public ArrayNode arrayNode(int capacity) {
    AnswerMeter.count(LIST_BYTES);
    return super.arrayNode(capacity);
  }

  @Override
  public TextNode textNode(@Nullable String text) {
    AnswerMeter.count(VALUE_BYTES + (text == null ? 0 : text.length()));
    return super.textNode(text);
  }

  @Override
  public NumericNode numberNode(long number) {
    AnswerMeter.count(VALUE_BYTES);
    return super.numberNode(number);
  }

  @Override
  public NumericNode numberNode(int number) {
    AnswerMeter.count(VALUE_BYTES);
    return super.numberNode(number);
  }

  @Override
  public ValueNode numberNode(@Nullable BigDecimal value) {
    AnswerMeter.count(VALUE_BYTES);
    return value == null ? nullNode() : ExponentNode.of(value);
  }

  /** Returns all members of an object in the order of the text, repeated ones too. */
  static List<Map.Entry<String, JsonNode>> members(ObjectNode object) {
    return object instanceof RepeatNoticingObject noticing && noticing.asRead != null
        ? List.copyOf(noticing.asRead)
        : List.copyOf(object.properties());
  }

  @SuppressWarnings("unchecked") // set() of the library's own class
  private static final class RepeatNoticingObject extends ObjectNode {
    private static final long serialVersionUID = 1L;

    /** All members in order, from the first one that came again until the object is changed. */
    private transient @Nullable List<Map.Entry<String, JsonNode>> asRead;

    RepeatNoticingObject(JsonNodeFactory factory) {
      super(factory);
    }

    // The reader of a tree calls this for every member.
    @Override
    public @Nullable JsonNode replace(String name, @Nullable JsonNode value) {
      JsonNode given = value == null ? nullNode() : value;
      JsonNode first = get(name);
      if (first == null) {
        super.replace(name, given);
        if (asRead != null) {
          asRead.add(Map.entry(name, given));
        }
        return null;
      }
      List<Map.Entry<String, JsonNode>> all = asRead;
      if (all == null) {
        all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : properties()) {
          all.add(Map.entry(member.getKey(), member.getValue()));
        }
        asRead = all;
      }
      all.add(Map.entry(name, given));
      return first;
    }

    @Override
    public <T extends JsonNode> T set(String name, @Nullable JsonNode value) {
      asRead = null;
      return super.set(name, value);
    }

    @Override
    protected ObjectNode _put(String name, JsonNode value) {
      asRead = null;
      return super._put(name, value);
    }

    @Override
    public @Nullable JsonNode remove(String name) {
      asRead = null;
      return super.remove(name);
    }

    @Override
    public ObjectNode deepCopy() {
      RepeatNoticingObject copy = new RepeatNoticingObject(_nodeFactory);
      for (Map.Entry<String, JsonNode> member : members(this)) {
        copy.replace(member.getKey(), member.getValue().deepCopy());
      }
      return copy;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
      if (asRead == null) {
        super.serialize(generator, provider);
        return;
      }
      generator.writeStartObject(this);
      for (Map.Entry<String, JsonNode> member : asRead) {
        generator.writeFieldName(member.getKey());
        ((JsonSerializable) member.getValue()).serialize(generator, provider);
      }
      generator.writeEndObject();
    }
  }
}
