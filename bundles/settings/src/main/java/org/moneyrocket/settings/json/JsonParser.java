// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.settings.json.JsonValue.Member;

/** Reads JSON text (RFC 8259), strictly, with a limit on nesting. */
public final class JsonParser {
  /** Nesting beyond this is refused. */
  public static final int MAX_DEPTH = 512;

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  /**
   * Reads one JSON value that fills the whole text; blanks around it are allowed.
   *
   * @throws JsonParseException when the text is anything else
   */
  public static JsonValue parse(String text) throws JsonParseException {
    JsonParser parser = new JsonParser(text);
    parser.skipBlanks();
    JsonValue value = parser.value(0);
    parser.skipBlanks();
    if (parser.at != text.length()) {
      throw parser.wrong("unexpected text after the value");
    }
    return value;
  }

  private JsonValue value(int depth) throws JsonParseException {
    if (depth >= MAX_DEPTH && (peek() == '[' || peek() == '{')) {
      throw wrong("nested too deeply");
    }
    if (at >= text.length()) {
      throw wrong("a value is missing");
    }
    char c = text.charAt(at);
    switch (c) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return new JsonValue.Str(string());
      case 't':
        word("true");
        return JsonValue.TRUE;
      case 'f':
        word("false");
        return JsonValue.FALSE;
      case 'n':
        word("null");
        return JsonValue.NULL;
      default:
        if (c == '-' || isDigit(c)) {
          return new JsonValue.Num(number());
        }
        throw wrong("unexpected character");
    }
  }

  private JsonValue object(int depth) throws JsonParseException {
    at++;
    List<Member> members = new ArrayList<>();
    skipBlanks();
    if (accept('}')) {
      return new JsonValue.Obj(members);
    }
    while (true) {
      skipBlanks();
      if (peek() != '"') {
        throw wrong("a member name is missing");
      }
      String name = string();
      skipBlanks();
      if (!accept(':')) {
        throw wrong("a colon is missing");
      }
      skipBlanks();
      members.add(new Member(name, value(depth + 1)));
      skipBlanks();
      if (accept('}')) {
        return new JsonValue.Obj(members);
      }
      if (!accept(',')) {
        throw wrong("a comma or closing brace is missing");
      }
    }
  }

  private JsonValue array(int depth) throws JsonParseException {
    at++;
    List<JsonValue> items = new ArrayList<>();
    skipBlanks();
    if (accept(']')) {
      return new JsonValue.Arr(items);
    }
    while (true) {
      skipBlanks();
      items.add(value(depth + 1));
      skipBlanks();
      if (accept(']')) {
        return new JsonValue.Arr(items);
      }
      if (!accept(',')) {
        throw wrong("a comma or closing bracket is missing");
      }
    }
  }

  /** Escapes can name half of a surrogate pair, which is no character. */
  private void refuseHalfPairs(CharSequence string) throws JsonParseException {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < string.length()
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw wrong("half of a surrogate pair stands alone");
      }
    }
  }

  private String string() throws JsonParseException {
    at++;
    int plain = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      refuseControl(text.charAt(at));
      at++;
    }
    if (peek() == '"') {
      return text.substring(plain, at++);
    }
    StringBuilder out = new StringBuilder().append(text, plain, at);
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        refuseHalfPairs(out);
        return out.toString();
      }
      refuseControl(c);
      out.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a closing quote is missing");
  }

  private char escaped() throws JsonParseException {
    if (at >= text.length()) {
      throw wrong("a closing quote is missing");
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        throw wrong("unknown escape");
    }
  }

  private char unicode() throws JsonParseException {
    if (at + 4 > text.length()) {
      throw wrong("four hex digits are missing");
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        throw wrong("four hex digits are missing");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private String number() throws JsonParseException {
    int start = at;
    accept('-');
    if (accept('0')) {
      if (isDigit(peek())) {
        throw wrong("leading zero");
      }
    } else {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return text.substring(start, at);
  }

  private void digits() throws JsonParseException {
    if (!isDigit(peek())) {
      throw wrong("a digit is missing");
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private void word(String word) throws JsonParseException {
    if (!text.startsWith(word, at)) {
      throw wrong("unexpected character");
    }
    at += word.length();
  }

  private void refuseControl(char c) throws JsonParseException {
    if (c < 0x20) {
      throw wrong("control character in a string");
    }
  }

  private boolean accept(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  // The NUL character never matches anything that is looked for, so it stands for the end as well.
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private JsonParseException wrong(String what) {
    return new JsonParseException(what, at);
  }
}
