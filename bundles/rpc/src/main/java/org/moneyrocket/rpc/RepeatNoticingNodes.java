// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * written. And numbers that stay short when they are written.
 */
final class RepeatNoticingNodes extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;

  @Override
  public ObjectNode objectNode() {
    return new RepeatNoticingObject(this);
  }

  @Override
  public ValueNode numberNode(@Nullable BigDecimal value) {
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
