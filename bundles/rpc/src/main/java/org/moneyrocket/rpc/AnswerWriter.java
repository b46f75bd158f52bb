// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer value by value, so that a large one need never be there as a whole. A value that
 * was written is not counted as memory of the call any more.
 */
public final class AnswerWriter {
  private final JsonGenerator out;
  private final @Nullable AnswerMeter meter = AnswerMeter.current();
  private final long before;

  AnswerWriter(Writer out) throws IOException {
    this.out = Json.generator(out);
    this.before = meter == null ? 0 : meter.counted();
    if (meter != null) {
      meter.mayWait();
    }
  }

  /** Begins an object, as a whole answer or as a member of a list. */
  public AnswerWriter startObject() throws IOException {
    out.writeStartObject();
    return this;
  }

  /** Writes all members of an object into the one that was begun. */
  public AnswerWriter members(ObjectNode members) throws IOException {
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      out.writeFieldName(member.getKey());
      write(member.getValue());
    }
    return this;
  }

  /** Begins a list as a member of the object that was begun. */
  public AnswerWriter startList(String name) throws IOException {
    out.writeArrayFieldStart(name);
    return this;
  }

  /** Writes a value: a whole answer or a member of a list. */
  public AnswerWriter item(JsonNode value) throws IOException {
    write(value);
    return this;
  }

  private void write(JsonNode value) throws IOException {
    Json.writer().writeValue(out, value);
    if (meter != null) {
      meter.backTo(before);
    }
  }

  /** Ends the list that was begun last. */
  public AnswerWriter endList() throws IOException {
    out.writeEndArray();
    return this;
  }

  /** Ends the object that was begun last. */
  public AnswerWriter endObject() throws IOException {
    out.writeEndObject();
    return this;
  }

  void close() throws IOException {
    out.close();
  }
}
