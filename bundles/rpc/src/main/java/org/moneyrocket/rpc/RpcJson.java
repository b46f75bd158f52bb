// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

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
   * @throws IOException when it is not one JSON value
   */
  public static void checkSyntax(byte[] body) throws IOException {
    try (JsonParser parser = parser(body)) {
      if (parser.nextToken() == null) {
        throw new IOException("there is no JSON");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IOException("there is more than one JSON value");
      }
    }
  }
}
