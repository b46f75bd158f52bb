// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/**
 * One call inside a request: id, version, method and parameters. Id and parameters stay JSON text
 * as it was sent. In a batch one object reads all calls, so that the answer to what is no call at
 * all looks like the one before.
 */
final class JsonRpcCall {
  private @Nullable String id = "null";
  private boolean version2;
  private String method = "";
  private String params = "[]";

  /** A member's value: what it is, and its text. */
  private record Value(JsonToken token, String text) {
    boolean isNull() {
      return token == JsonToken.VALUE_NULL;
    }
  }

  /**
   * Reads the call that begins at the parser's current token and moves to its end.
   *
   * @throws RpcException when it is no valid call; id and version are known then as far as they
   *     were given
   */
  void read(JsonParser parser, byte[] body) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      throw invalid("Invalid Request object");
    }
    Value givenId = null;
    Value givenVersion = null;
    Value givenMethod = null;
    Value givenParams = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Value value = value(parser, body);
      switch (name) {
        case "id" -> givenId = givenId == null ? value : givenId;
        case "jsonrpc" -> givenVersion = givenVersion == null ? value : givenVersion;
        case "method" -> givenMethod = givenMethod == null ? value : givenMethod;
        case "params" -> givenParams = givenParams == null ? value : givenParams;
        default -> {}
      }
    }
    id = givenId == null ? null : givenId.text();
    readVersion(givenVersion);
    if (givenMethod == null || givenMethod.isNull()) {
      throw invalid("Missing method");
    }
    if (givenMethod.token() != JsonToken.VALUE_STRING) {
      throw invalid("Method must be a string");
    }
    method = Json.parse(givenMethod.text()).textValue();
    readParams(givenParams);
  }

  private void readVersion(@Nullable Value given) {
    version2 = false;
    if (given == null || given.isNull()) {
      return;
    }
    if (given.token() != JsonToken.VALUE_STRING) {
      throw invalid("jsonrpc field must be a string");
    }
    switch (given.text()) {
      case "\"1.0\"" -> {}
      case "\"2.0\"" -> version2 = true;
      default -> throw invalid("JSON-RPC version not supported");
    }
  }

  private void readParams(@Nullable Value given) {
    if (given == null || given.isNull()) {
      params = "[]";
    } else if (given.token() == JsonToken.START_ARRAY || given.token() == JsonToken.START_OBJECT) {
      params = given.text();
    } else {
      throw invalid("Params must be an array or object");
    }
  }

  /** Returns the text of the value at the current token and moves to its end. */
  private static Value value(JsonParser parser, byte[] body) throws IOException {
    JsonToken token = parser.currentToken();
    int start = (int) parser.currentTokenLocation().getByteOffset();
    if (token.isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return new Value(token, new String(body, start, end - start, StandardCharsets.UTF_8).strip());
  }

  private static RpcException invalid(String message) {
    return new RpcException(RpcErrorCode.INVALID_REQUEST, message);
  }

  boolean isVersion2() {
    return version2;
  }

  /** Tells whether the caller wants no answer. */
  boolean isNotification() {
    return version2 && id == null;
  }

  /** Returns the id as JSON text, null if there is none. */
  @Nullable String id() {
    return id;
  }

  String method() {
    return method;
  }

  String params() {
    return params;
  }
}
