// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects that remember members which came twice, since to pay an address twice is an error
 * and not the same as to pay it once; and numbers that stay short when they are written.
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

  /** Returns all members of an object, repeated ones too. */
  static List<Map.Entry<String, JsonNode>> members(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> all = new ArrayList<>(object.properties());
    if (object instanceof RepeatNoticingObject noticing && noticing.replaced != null) {
      all.addAll(noticing.replaced);
    }
    return all;
  }

  @SuppressWarnings("unchecked") // deepCopy() of the library's own classes
  private static final class RepeatNoticingObject extends ObjectNode {
    private static final long serialVersionUID = 1L;

    private transient @Nullable List<Map.Entry<String, JsonNode>> replaced;

    RepeatNoticingObject(JsonNodeFactory factory) {
      super(factory);
    }

    // The reader of a tree calls this for every member.
    @Override
    public @Nullable JsonNode replace(String name, @Nullable JsonNode value) {
      JsonNode old = super.replace(name, value);
      if (old != null) {
        List<Map.Entry<String, JsonNode>> all = replaced == null ? new ArrayList<>() : replaced;
        all.add(Map.entry(name, old));
        replaced = all;
      }
      return old;
    }
  }
}
