// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes JSON text apart where it lies, in UTF-8, token by token. Refuses what Bitcoin Core refuses.
 * Keeps no copy of anything and makes no text that nobody asks for, so that whoever owns the bytes
 * can wipe them; its cost is proportional to the length, whatever the bytes are.
 */
public final class JsonScanner {
  /** How many lists and objects may be open at once. */
  public static final int MAX_DEPTH = 512;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** What the present token is. */
  public enum Token {
    START_OBJECT,
    END_OBJECT,
    START_LIST,
    END_LIST,
    /** Name of a member. */
    NAME,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    /** The end of the only value. */
    END;

    /** Tells whether a list or object begins. */
    public boolean isStart() {
      return this == START_OBJECT || this == START_LIST;
    }

    /** Tells whether a list or object ends. */
    public boolean isEnd() {
      return this == END_OBJECT || this == END_LIST;
    }
  }

  private enum Expected {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COMMA_OR_END,
    NOTHING
  }

  private final byte[] bytes;
  private final int limit;
  private final boolean[] isObject = new boolean[MAX_DEPTH + 1];
  private int depth;
  private Expected expected = Expected.VALUE;
  private Token token = Token.END;
  private int position;
  private int start;
  private boolean escaped;

  /** Whether the colon after a name has to be passed before the next token. */
  private boolean afterName;

  /** Makes a scanner of all bytes. */
  public JsonScanner(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Makes a scanner of the bytes from {@code start} to before {@code end}. */
  public JsonScanner(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.limit = end;
  }

  /**
   * Reads a text to its end and forgets it.
   *
   * @throws JsonSyntaxException when it is not one JSON value in UTF-8
   */
  public static void check(byte[] bytes, int length) throws JsonSyntaxException {
    JsonScanner scanner = new JsonScanner(bytes, 0, length);
    while (scanner.next() != Token.END) {
      // Every token is checked as it is read.
    }
  }

  /** Returns the present token. */
  public Token token() {
    return token;
  }

  /** Returns where the present token begins; for texts, their quote. */
  public int start() {
    return start;
  }

  /** Returns where the present token ends. */
  public int end() {
    return position;
  }

  /** Moves to the next token and returns it. */
  public Token next() throws JsonSyntaxException {
    skipBlanks();
    if (expected == Expected.NOTHING) {
      if (position < limit) {
        throw new JsonSyntaxException("something follows the value");
      }
      token = Token.END;
      start = position;
      return token;
    }
    if (expected == Expected.COMMA_OR_END && peek() == ',') {
      position++;
      skipBlanks();
      expected = isObject[depth] ? Expected.NAME : Expected.VALUE;
    }
    start = position;
    int c = peek();
    switch (expected) {
      case NAME, NAME_OR_END -> {
        if (c == '}' && expected == Expected.NAME_OR_END) {
          close(Token.END_OBJECT);
        } else if (c == '"') {
          readName();
        } else {
          throw new JsonSyntaxException("a name is missing");
        }
      }
      case COMMA_OR_END -> {
        if (c != (isObject[depth] ? '}' : ']')) {
          throw new JsonSyntaxException("a comma is missing");
        }
        close(isObject[depth] ? Token.END_OBJECT : Token.END_LIST);
      }
      case VALUE_OR_END, VALUE -> {
        if (c == ']' && expected == Expected.VALUE_OR_END) {
          close(Token.END_LIST);
        } else {
          readValue(c);
        }
      }
      case NOTHING -> throw new IllegalStateException("nothing is expected");
    }
    return token;
  }

  private void readName() throws JsonSyntaxException {
    readText();
    int end = position;
    skipBlanks();
    if (peek() != ':') {
      throw new JsonSyntaxException("a colon is missing");
    }
    position = end;
    token = Token.NAME;
    expected = Expected.VALUE;
    afterName = true;
  }

  private void readValue(int c) throws JsonSyntaxException {
    switch (c) {
      case '{' -> open(Token.START_OBJECT);
      case '[' -> open(Token.START_LIST);
      case '"' -> {
        readText();
        complete(Token.TEXT);
      }
      case 't' -> readWord(TRUE, Token.TRUE);
      case 'f' -> readWord(FALSE, Token.FALSE);
      case 'n' -> readWord(NULL, Token.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        readNumber();
        complete(Token.NUMBER);
      }
      default -> throw new JsonSyntaxException("no value begins here");
    }
  }

  private void open(Token opening) throws JsonSyntaxException {
    if (depth == MAX_DEPTH) {
      throw new JsonSyntaxException("too deep");
    }
    position++;
    depth++;
    boolean object = opening == Token.START_OBJECT;
    isObject[depth] = object;
    token = opening;
    expected = object ? Expected.NAME_OR_END : Expected.VALUE_OR_END;
  }

  private void close(Token closing) {
    position++;
    depth--;
    complete(closing);
  }

  private void complete(Token value) {
    token = value;
    expected = depth == 0 ? Expected.NOTHING : Expected.COMMA_OR_END;
  }

  private int peek() {
    return position < limit ? bytes[position] : -1;
  }

  private void skipBlanks() {
    while (position < limit && isBlank(bytes[position])) {
      position++;
    }
    if (afterName) {
      afterName = false;
      position++; // the colon, which was seen
      skipBlanks();
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void readWord(byte[] word, Token value) throws JsonSyntaxException {
    int end = position + word.length;
    if (end > limit || !Arrays.equals(bytes, position, end, word, 0, word.length)) {
      throw new JsonSyntaxException("an unknown word");
    }
    position = end;
    complete(value);
  }

  private void readNumber() throws JsonSyntaxException {
    if (peek() == '-') {
      position++;
    }
    if (peek() == '0') {
      position++;
      if (isDigit(peek())) {
        throw new JsonSyntaxException("a number begins with zero");
      }
    } else {
      readDigits();
    }
    if (peek() == '.') {
      position++;
      readDigits();
    }
    if (peek() == 'e' || peek() == 'E') {
      position++;
      if (peek() == '+' || peek() == '-') {
        position++;
      }
      readDigits();
    }
  }

  private void readDigits() throws JsonSyntaxException {
    if (!isDigit(peek())) {
      throw new JsonSyntaxException("a digit is missing");
    }
    while (isDigit(peek())) {
      position++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void readText() throws JsonSyntaxException {
    position++;
    escaped = false;
    while (position < limit) {
      byte b = bytes[position];
      if (b == '"') {
        position++;
        return;
      }
      if (b == '\\') {
        escaped = true;
        readEscape();
      } else if (b >= 0x20) {
        position++;
      } else if (b >= 0) {
        throw new JsonSyntaxException("a control character in a text");
      } else {
        position += Utf8.length(bytes, position, limit);
      }
    }
    throw new JsonSyntaxException("a text does not end");
  }

  private void readEscape() throws JsonSyntaxException {
    position++;
    int c = peek();
    position++;
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
      case 'u' -> {
        int unit = readUnit();
        if (Character.isLowSurrogate((char) unit)) {
          throw new JsonSyntaxException("half of a surrogate pair stands alone");
        }
        if (Character.isHighSurrogate((char) unit)) {
          boolean follows =
              position + 1 < limit && bytes[position] == '\\' && bytes[position + 1] == 'u';
          position += 2;
          if (!follows || !Character.isLowSurrogate((char) readUnit())) {
            throw new JsonSyntaxException("half of a surrogate pair stands alone");
          }
        }
      }
      default -> throw new JsonSyntaxException("an unknown escape");
    }
  }

  private int readUnit() throws JsonSyntaxException {
    if (position + 4 > limit) {
      throw new JsonSyntaxException("an escape does not end");
    }
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = bytes[position] < 0 ? -1 : Character.digit(bytes[position], 16);
      if (digit < 0) {
        throw new JsonSyntaxException("an escape with something that is no hex digit");
      }
      unit = unit << 4 | digit;
      position++;
    }
    return unit;
  }

  /** Moves to the end of the present value. */
  public void skip() throws JsonSyntaxException {
    if (token.isStart()) {
      int outside = depth - 1;
      while (depth > outside) {
        next();
      }
    }
  }

  /** Returns the present token as it was written. */
  public String raw() {
    return new String(bytes, start, position - start, StandardCharsets.UTF_8);
  }

  /** Returns the length of the present token as it was written. */
  public int rawLength() {
    return position - start;
  }

  /** Returns the text or name that the present token is. */
  public String text() {
    if (!escaped) {
      return new String(bytes, start + 1, position - start - 2, StandardCharsets.UTF_8);
    }
    byte[] plain = utf8();
    return new String(plain, StandardCharsets.UTF_8);
  }

  /** Tells whether the present token is this text or name, which has nothing that is escaped. */
  public boolean is(String ascii) {
    if (escaped) {
      return text().equals(ascii);
    }
    if (position - start - 2 != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[start + 1 + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the text that the present token is, in UTF-8: the only copy, for the caller to wipe.
   */
  public byte[] utf8() {
    return escaped
        ? Utf8.unescape(bytes, start + 1, position - 1)
        : Arrays.copyOfRange(bytes, start + 1, position - 1);
  }
}
