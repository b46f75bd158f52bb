// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.moneyrocket.rpc.JsonScanner.Token;

/** Makes values of what a scanner finds. */
final class JsonTree {
  private static final int LONG_DIGITS = 18;
  private static final int MOST_DIGITS = 1000;

  private JsonTree() {}

  /** Returns the value at the present token of the scanner, which moves to its end. */
  static JsonNode read(JsonScanner scanner) throws JsonSyntaxException {
    return switch (scanner.token()) {
      case START_OBJECT -> object(scanner);
      case START_LIST -> list(scanner);
      case TEXT -> Json.text(scanner.text());
      case NUMBER -> number(scanner);
      case TRUE -> Json.flag(true);
      case FALSE -> Json.flag(false);
      case NULL -> Json.none();
      case NAME, END_OBJECT, END_LIST, END ->
          throw new IllegalStateException("no value begins with " + scanner.token());
    };
  }

  private static JsonNode object(JsonScanner scanner) throws JsonSyntaxException {
    ObjectNode object = Json.object();
    while (scanner.next() == Token.NAME) {
      String name = scanner.text();
      scanner.next();
      object.replace(name, read(scanner));
    }
    return object;
  }

  private static JsonNode list(JsonScanner scanner) throws JsonSyntaxException {
    ArrayNode list = Json.array();
    while (scanner.next() != Token.END_LIST) {
      list.add(read(scanner));
    }
    return list;
  }

  private static JsonNode number(JsonScanner scanner) {
    String text = scanner.raw();
    // To make a number of very many digits takes the square of their number.
    if (text.length() > MOST_DIGITS) {
      return new WrittenNumberNode(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return decimal(text);
      }
    }
    return text.length() <= LONG_DIGITS
        ? Json.whole(Long.parseLong(text))
        : Json.whole(new BigInteger(text));
  }

  private static JsonNode decimal(String text) {
    try {
      return Json.decimal(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return new WrittenNumberNode(text); // an exponent beyond what the JDK can hold
    }
  }
}
