// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Streaming access to the JSON of whole requests. */
public final class RpcJson {
  private RpcJson() {}

  /** Returns a parser before the first token. */
  public static JsonParser parser(byte[] body) throws IOException {
    return Json.mapper().createParser(body);
  }

  /**
   * Reads a text to its end and forgets it.
   *
   * @throws IOException when it is not one JSON value in UTF-8
   */
  public static void checkSyntax(byte[] body) throws IOException {
    checkEncoding(body);
    boolean surrogates = mayEscapeSurrogates(body);
    try (JsonParser parser = parser(body)) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new IOException("there is no JSON");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (surrogates && isText(token) && !isWhole(parser.getText())) {
          throw new IOException("half of a surrogate pair stands alone");
        }
      } while (depth > 0);
      if (parser.nextToken() != null) {
        throw new IOException("there is more than one JSON value");
      }
    }
  }

  // The parser would guess UTF-16 and UTF-32 from zero bytes and byte order marks, which also lets
  // it tell no byte positions, and takes halves of surrogate pairs for characters.
  private static void checkEncoding(byte[] body) throws IOException {
    if (body.length > 2
        && body[0] == (byte) 0xef
        && body[1] == (byte) 0xbb
        && body[2] == (byte) 0xbf) {
      throw new IOException("there is a byte order mark");
    }
    boolean ascii = true;
    for (byte b : body) {
      if (b == 0) {
        throw new IOException("there is a zero byte");
      }
      ascii &= b > 0;
    }
    if (!ascii) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    }
  }

  private static boolean isText(JsonToken token) {
    return token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
  }

  /** Tells whether there is an escape from {@code d800} to {@code dfff}; seldom there is. */
  private static boolean mayEscapeSurrogates(byte[] body) {
    for (int i = 0; i + 2 < body.length; i++) {
      if (body[i] == '\\' && body[i + 1] == 'u' && (body[i + 2] | 0x20) == 'd') {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
