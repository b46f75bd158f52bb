// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcJson;
import org.moneyrocket.rpc.http.HttpHandler;
import org.moneyrocket.rpc.http.HttpReply;
import org.moneyrocket.rpc.http.HttpRequest;
import org.moneyrocket.settings.json.JsonWriter;
import org.moneyrocket.settings.log.DebugLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers POST requests at {@code /} and {@code /wallet/<name>}: one call or a batch, JSON-RPC 1.0,
 * 1.1 or 2.0.
 */
final class JsonRpcHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger("rpc");
  private static final String WALLET_PATH = "/wallet/";
  private static final long WRONG_PASSWORD_MILLIS = 250;

  private final Credentials credentials;
  private final Whitelist whitelist;
  private final RpcDirectory directory;
  private final ActiveCalls active;
  private final Supplier<Optional<String>> warmup;

  /**
   * Makes a handler.
   *
   * @param warmup gives the stage of starting, empty when ready
   */
  JsonRpcHandler(
      Credentials credentials,
      Whitelist whitelist,
      RpcDirectory directory,
      ActiveCalls active,
      Supplier<Optional<String>> warmup) {
    this.credentials = credentials;
    this.whitelist = whitelist;
    this.directory = directory;
    this.active = active;
    this.warmup = warmup;
  }

  /** Who calls, and which wallet the path names. */
  private record Caller(String user, String peer, Optional<String> wallet) {}

  @Override
  public boolean serves(String target) {
    return target.equals("/") || target.startsWith(WALLET_PATH);
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    if (!request.method().equals("POST")) {
      return HttpReply.of(HttpReply.BAD_METHOD, "JSONRPC server handles only POST requests");
    }
    Optional<String> authorization = request.header("Authorization");
    if (authorization.isEmpty()) {
      return unauthorized();
    }
    Optional<String> user = credentials.check(authorization.get());
    if (user.isEmpty()) {
      log.warn("ThreadRPCServer incorrect password attempt from {}", request.peer());
      delay();
      return unauthorized();
    }
    return answer(new Caller(user.get(), request.peer(), wallet(request.target())), request.body());
  }

  private static HttpReply unauthorized() {
    return HttpReply.of(HttpReply.UNAUTHORIZED).with("WWW-Authenticate", "Basic realm=\"jsonrpc\"");
  }

  // Slows down whoever tries passwords.
  private static void delay() {
    try {
      Thread.sleep(WRONG_PASSWORD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> wallet(String target) {
    if (!target.startsWith(WALLET_PATH)) {
      return Optional.empty();
    }
    String name = target.substring(WALLET_PATH.length()).replace("+", "%2B");
    try {
      return Optional.of(URLDecoder.decode(name, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.of(name);
    }
  }

  private HttpReply answer(Caller caller, byte[] body) {
    JsonRpcCall call = new JsonRpcCall();
    if (whitelist.refusesAll(caller.user())) {
      log.warn("RPC User {} not allowed to call any methods", caller.user());
      return HttpReply.of(HttpReply.FORBIDDEN);
    }
    try {
      RpcJson.checkSyntax(body);
      try (JsonParser parser = RpcJson.parser(body)) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
          return single(caller, call, parser, body);
        }
        if (first == JsonToken.START_ARRAY) {
          return batch(caller, call, body);
        }
      }
      throw new RpcException(RpcErrorCode.PARSE_ERROR, "Top-level object parse error");
    } catch (RpcException e) {
      return failed(
          call, new RpcFailure(e.code(), String.valueOf(e.getMessage()), Optional.empty()));
    } catch (IOException e) {
      return failed(
          call, new RpcFailure(RpcErrorCode.PARSE_ERROR.code(), "Parse error", Optional.empty()));
    } catch (RuntimeException e) {
      log.error("A request could not be answered", e);
      return failed(
          call,
          new RpcFailure(
              RpcErrorCode.INTERNAL_ERROR.code(), "Internal bug detected: " + e, Optional.empty()));
    }
  }

  private HttpReply single(Caller caller, JsonRpcCall call, JsonParser parser, byte[] body)
      throws IOException {
    call.read(parser, body);
    if (!whitelist.allows(caller.user(), call.method())) {
      return forbidden(caller, call.method());
    }
    RpcReply reply = execute(caller, call);
    if (call.isNotification()) {
      return HttpReply.of(HttpReply.NO_CONTENT);
    }
    Optional<RpcFailure> failure = reply.failure();
    return failure.isPresent() && !call.isVersion2()
        ? failed(call, failure.get())
        : json(HttpReply.OK, text(call, reply));
  }

  private HttpReply batch(Caller caller, JsonRpcCall call, byte[] body) throws IOException {
    if (whitelist.limits(caller.user())) {
      Optional<HttpReply> refusal = checkBatch(caller, body);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    List<String> replies = new ArrayList<>();
    int calls = 0;
    try (JsonParser parser = RpcJson.parser(body)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        calls++;
        RpcReply reply;
        try {
          call.read(parser, body);
          reply = execute(caller, call);
        } catch (RpcException e) {
          reply = RpcReply.failed(e.code(), String.valueOf(e.getMessage()));
        }
        if (!call.isNotification()) {
          replies.add(text(call, reply));
        }
      }
    }
    return replies.isEmpty() && calls > 0
        ? HttpReply.of(HttpReply.NO_CONTENT)
        : json(HttpReply.OK, "[" + String.join(",", replies) + "]");
  }

  private Optional<HttpReply> checkBatch(Caller caller, byte[] body) throws IOException {
    try (JsonParser parser = RpcJson.parser(body)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonRpcCall call = new JsonRpcCall();
        call.read(parser, body);
        if (!whitelist.allows(caller.user(), call.method())) {
          return Optional.of(forbidden(caller, call.method()));
        }
      }
      return Optional.empty();
    }
  }

  private static HttpReply forbidden(Caller caller, String method) {
    log.warn("RPC User {} not allowed to call method {}", caller.user(), method);
    return HttpReply.of(HttpReply.FORBIDDEN);
  }

  private RpcReply execute(Caller caller, JsonRpcCall call) {
    if (log.isDebugEnabled()) {
      String peer = DebugLog.get().logsIps() ? " peeraddr=" + caller.peer() : "";
      log.debug(
          "ThreadRPCServer method={} user={}{} id={}",
          sanitized(call.method()),
          caller.user(),
          peer,
          sanitized(shown(call.id())));
    }
    Optional<String> stage = warmup.get();
    if (stage.isPresent()) {
      return RpcReply.failed(RpcErrorCode.IN_WARMUP.code(), stage.get());
    }
    ActiveCalls.Call running = active.begin(call.method());
    try {
      return directory.execute(
          new RpcRequest(
              call.method(), call.params(), caller.wallet(), caller.user(), caller.peer()));
    } finally {
      active.end(running);
    }
  }

  private static @Nullable String shown(@Nullable String id) {
    return id != null && id.startsWith("\"") ? Json.parse(id).textValue() : id;
  }

  private static String sanitized(@Nullable String text) {
    if (text == null || text.equals("null")) {
      return "";
    }
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 200); i++) {
      char c = text.charAt(i);
      if (c < 0x7f && (Character.isLetterOrDigit(c) || " .,;-_/:?@()".indexOf(c) >= 0)) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /**
   * Makes the reply to a call that failed before or in version 1: the error decides the HTTP
   * status.
   */
  private static HttpReply failed(JsonRpcCall call, RpcFailure failure) {
    int status = HttpReply.INTERNAL_ERROR;
    if (failure.code() == RpcErrorCode.INVALID_REQUEST.code()) {
      status = HttpReply.BAD_REQUEST;
    } else if (failure.code() == RpcErrorCode.METHOD_NOT_FOUND.code()) {
      status = HttpReply.NOT_FOUND;
    }
    return json(status, text(call, new RpcReply(Optional.empty(), Optional.of(failure))));
  }

  private static HttpReply json(int status, String text) {
    return HttpReply.of(status, text + "\n").with("Content-Type", "application/json");
  }

  private static String text(JsonRpcCall call, RpcReply reply) {
    String result = reply.result().orElse("null");
    StringBuilder text = new StringBuilder(result.length() + 80).append('{');
    boolean version2 = call.isVersion2();
    if (version2) {
      text.append("\"jsonrpc\":\"2.0\",");
    }
    Optional<RpcFailure> failure = reply.failure();
    if (failure.isEmpty()) {
      text.append("\"result\":").append(result).append(version2 ? "" : ",\"error\":null");
    } else {
      text.append(version2 ? "" : "\"result\":null,");
      text.append("\"error\":{\"code\":").append(failure.get().code());
      text.append(",\"message\":").append(JsonWriter.quote(failure.get().message()));
      failure.get().data().ifPresent(data -> text.append(",\"data\":").append(data));
      text.append('}');
    }
    String id = call.id();
    if (id != null) {
      text.append(",\"id\":").append(id);
    }
    return text.append('}').toString();
  }
}
