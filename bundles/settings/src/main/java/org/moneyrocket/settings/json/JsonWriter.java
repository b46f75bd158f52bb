// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import java.util.List;
import org.moneyrocket.settings.json.JsonValue.Member;

/** Writes JSON text the way Bitcoin Core prints it. */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final int indent;

  private JsonWriter(int indent) {
    this.indent = indent;
  }

  /** Returns the value without any blanks. */
  public static String compact(JsonValue value) {
    JsonWriter writer = new JsonWriter(0);
    writer.write(value, 1);
    return writer.out.toString();
  }

  /**
   * Returns the value over several lines, without a line end after the last.
   *
   * @param indent blanks per level
   */
  public static String pretty(JsonValue value, int indent) {
    JsonWriter writer = new JsonWriter(indent);
    writer.write(value, 1);
    return writer.out.toString();
  }

  /** Returns the text in quotes, escaped. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2);
    appendQuoted(text, quoted);
    return quoted.toString();
  }

  private void write(JsonValue value, int level) {
    // No switch over types: it would be linked anew at every start of every program.
    if (value instanceof JsonValue.Str str) {
      appendQuoted(str.text(), out);
    } else if (value instanceof JsonValue.Num num) {
      out.append(num.text());
    } else if (value instanceof JsonValue.Bool bool) {
      out.append(bool.value());
    } else if (value instanceof JsonValue.Arr arr) {
      writeItems(arr.items(), level);
    } else if (value instanceof JsonValue.Obj obj) {
      writeMembers(obj.members(), level);
    } else {
      out.append("null");
    }
  }

  private void writeItems(List<JsonValue> items, int level) {
    out.append('[');
    lineEnd();
    for (int i = 0; i < items.size(); i++) {
      blanks(level);
      write(items.get(i), level + 1);
      if (i < items.size() - 1) {
        out.append(',');
      }
      lineEnd();
    }
    blanks(level - 1);
    out.append(']');
  }

  private void writeMembers(List<Member> members, int level) {
    out.append('{');
    lineEnd();
    for (int i = 0; i < members.size(); i++) {
      blanks(level);
      appendQuoted(members.get(i).name(), out);
      out.append(indent > 0 ? ": " : ":");
      write(members.get(i).value(), level + 1);
      if (i < members.size() - 1) {
        out.append(',');
      }
      lineEnd();
    }
    blanks(level - 1);
    out.append('}');
  }

  private void lineEnd() {
    if (indent > 0) {
      out.append('\n');
    }
  }

  private void blanks(int level) {
    for (int i = 0; i < level * indent; i++) {
      out.append(' ');
    }
  }

  private static void appendQuoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
