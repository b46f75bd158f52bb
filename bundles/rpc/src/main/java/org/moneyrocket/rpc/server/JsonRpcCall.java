// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.rpc.JsonScanner;
import org.moneyrocket.rpc.JsonScanner.Token;
import org.moneyrocket.rpc.JsonSyntaxException;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/**
 * One call inside a request: id, version, method and parameters. Id and parameters stay JSON text
 * as it was sent, the parameters where they lie in the body. In a batch one object reads all calls,
 * so that the answer to what is no call at all looks like the one before.
 */
final class JsonRpcCall {
  private static final byte[] NO_PARAMS = {'[', ']'};

  private @Nullable String id = "null";
  private boolean version2;
  private String method = "";
  private byte[] params = NO_PARAMS;
  private int paramsStart;
  private int paramsEnd = NO_PARAMS.length;

  /** Where the value of a member lies, and what it is. */
  private record Value(Token token, int start, int end) {}

  /**
   * Reads the call that begins at the scanner's present token and moves to its end.
   *
   * @throws RpcException when it is no valid call; id and version are known then as far as they
   *     were given
   */
  void read(JsonScanner scanner, byte[] body) throws JsonSyntaxException {
    if (scanner.token() != Token.START_OBJECT) {
      scanner.skip();
      throw invalid("Invalid Request object");
    }
    Value givenId = null;
    Value givenVersion = null;
    Value givenMethod = null;
    Value givenParams = null;
    while (scanner.next() == Token.NAME) {
      if (givenId == null && scanner.is("id")) {
        givenId = value(scanner);
      } else if (givenVersion == null && scanner.is("jsonrpc")) {
        givenVersion = value(scanner);
      } else if (givenMethod == null && scanner.is("method")) {
        givenMethod = value(scanner);
      } else if (givenParams == null && scanner.is("params")) {
        givenParams = value(scanner);
      } else {
        value(scanner);
      }
    }
    id = givenId == null ? null : raw(givenId, body);
    readVersion(givenVersion, body);
    if (givenMethod == null || givenMethod.token() == Token.NULL) {
      throw invalid("Missing method");
    }
    if (givenMethod.token() != Token.TEXT) {
      throw invalid("Method must be a string");
    }
    method = text(givenMethod, body);
    readParams(givenParams, body);
  }

  private void readVersion(@Nullable Value given, byte[] body) throws JsonSyntaxException {
    version2 = false;
    if (given == null || given.token() == Token.NULL) {
      return;
    }
    if (given.token() != Token.TEXT) {
      throw invalid("jsonrpc field must be a string");
    }
    switch (text(given, body)) {
      case "1.0" -> {}
      case "2.0" -> version2 = true;
      default -> throw invalid("JSON-RPC version not supported");
    }
  }

  private void readParams(@Nullable Value given, byte[] body) {
    if (given == null || given.token() == Token.NULL) {
      params = NO_PARAMS;
      paramsStart = 0;
      paramsEnd = NO_PARAMS.length;
    } else if (given.token().isStart()) {
      params = body;
      paramsStart = given.start();
      paramsEnd = given.end();
    } else {
      throw invalid("Params must be an array or object");
    }
  }

  /** Moves to the value of a member and to its end. */
  private static Value value(JsonScanner scanner) throws JsonSyntaxException {
    Token token = scanner.next();
    int start = scanner.start();
    scanner.skip();
    return new Value(token, start, scanner.end());
  }

  private static String raw(Value value, byte[] body) {
    return new String(body, value.start(), value.end() - value.start(), StandardCharsets.UTF_8);
  }

  private static String text(Value value, byte[] body) throws JsonSyntaxException {
    JsonScanner scanner = new JsonScanner(body, value.start(), value.end());
    scanner.next();
    return scanner.text();
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

  /** Returns a copy of the parameters, for the caller to close. */
  Secret params() {
    return Secret.wrap(Arrays.copyOfRange(params, paramsStart, paramsEnd));
  }
}
