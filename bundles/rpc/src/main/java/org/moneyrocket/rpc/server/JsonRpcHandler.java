// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.JsonScanner;
import org.moneyrocket.rpc.JsonScanner.Token;
import org.moneyrocket.rpc.JsonSyntaxException;
import org.moneyrocket.rpc.ResultSink;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.http.Admission;
import org.moneyrocket.rpc.http.HttpAnswer;
import org.moneyrocket.rpc.http.HttpHandler;
import org.moneyrocket.rpc.http.HttpHead;
import org.moneyrocket.rpc.http.HttpHead.Header;
import org.moneyrocket.rpc.http.HttpReply;
import org.moneyrocket.rpc.http.HttpRequest;
import org.moneyrocket.rpc.http.ReplyStream;
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
  private static final int WRONG_PASSWORD_MILLIS = 250;
  private static final List<Header> JSON = List.of(new Header("Content-Type", "application/json"));

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
  public Admission admit(HttpHead head) {
    if (!head.target().equals("/") && !head.target().startsWith(WALLET_PATH)) {
      return new Admission.Refused(
          HttpReply.of(HttpReply.NOT_FOUND).with("Cache-Control", "no-store"), 0);
    }
    if (!head.method().equals("POST")) {
      return new Admission.Refused(
          HttpReply.of(HttpReply.BAD_METHOD, "JSONRPC server handles only POST requests"), 0);
    }
    Optional<String> authorization = head.header("Authorization");
    if (authorization.isEmpty()) {
      return unauthorized(0);
    }
    Optional<String> user = credentials.check(authorization.get());
    if (user.isEmpty()) {
      log.warn("ThreadRPCServer incorrect password attempt from {}", head.peer());
      // Slows down whoever tries passwords.
      return unauthorized(WRONG_PASSWORD_MILLIS);
    }
    return new Admission.Welcome(user.get());
  }

  private static Admission unauthorized(int delayMillis) {
    return new Admission.Refused(
        HttpReply.of(HttpReply.UNAUTHORIZED).with("WWW-Authenticate", "Basic realm=\"jsonrpc\""),
        delayMillis);
  }

  @Override
  public void handle(HttpRequest request, HttpAnswer answer) throws IOException {
    HttpHead head = request.head();
    Caller caller = new Caller(request.user(), head.peer(), wallet(head.target()));
    if (whitelist.refusesAll(caller.user())) {
      log.warn("RPC User {} not allowed to call any methods", caller.user());
      answer.send(HttpReply.of(HttpReply.FORBIDDEN));
      return;
    }
    JsonRpcCall call = new JsonRpcCall();
    try {
      JsonScanner.check(request.body(), request.length());
      JsonScanner scanner = new JsonScanner(request.body(), 0, request.length());
      switch (scanner.next()) {
        case START_OBJECT -> single(caller, call, scanner, request, answer);
        case START_LIST -> batch(caller, call, scanner, request, answer);
        default -> throw new RpcException(RpcErrorCode.PARSE_ERROR, "Top-level object parse error");
      }
    } catch (RpcException e) {
      fail(answer, call, failure(e.code(), String.valueOf(e.getMessage())));
    } catch (JsonSyntaxException e) {
      fail(answer, call, failure(RpcErrorCode.PARSE_ERROR.code(), "Parse error"));
    } catch (RuntimeException e) {
      log.error("A request could not be answered", e);
      fail(
          answer, call, failure(RpcErrorCode.INTERNAL_ERROR.code(), "Internal bug detected: " + e));
    }
  }

  private static RpcFailure failure(int code, String message) {
    return new RpcFailure(code, message, Optional.empty());
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

  private void single(
      Caller caller, JsonRpcCall call, JsonScanner scanner, HttpRequest request, HttpAnswer answer)
      throws IOException, JsonSyntaxException {
    call.read(scanner, request.body());
    if (!whitelist.allows(caller.user(), call.method())) {
      answer.send(forbidden(caller, call.method()));
      return;
    }
    Secret params = call.params();
    // What is there while the method runs may be copied by the garbage collector.
    Arrays.fill(request.body(), 0, request.length(), (byte) 0);
    if (call.isNotification()) {
      execute(caller, call, params, OutputStream::nullOutputStream);
      answer.send(HttpReply.of(HttpReply.NO_CONTENT));
      return;
    }
    ReplyStream[] begun = new ReplyStream[1];
    Optional<RpcFailure> failure =
        execute(
            caller,
            call,
            params,
            () -> {
              ReplyStream out = answer.begin(HttpReply.OK, JSON);
              begun[0] = out;
              out.write(ReplyText.beforeResult(call));
              return new ResultStream(out);
            });
    ReplyStream out = begun[0];
    if (failure.isPresent() || out == null) {
      failed(answer, call, failure.orElseThrow());
      return;
    }
    out.write(ReplyText.afterResult(call));
    out.write('\n');
    out.close();
  }

  private void batch(
      Caller caller, JsonRpcCall call, JsonScanner scanner, HttpRequest request, HttpAnswer answer)
      throws IOException, JsonSyntaxException {
    if (whitelist.limits(caller.user())) {
      Optional<HttpReply> refusal = checkBatch(caller, request);
      if (refusal.isPresent()) {
        answer.send(refusal.get());
        return;
      }
    }
    ReplyStream out = answer.begin(HttpReply.OK, JSON);
    out.write('[');
    int calls = 0;
    while (scanner.next() != Token.END_LIST) {
      calls++;
      member(caller, call, scanner, request.body(), out);
    }
    if (calls > 0 && out.size() == 1 && answer.takeBack()) {
      answer.send(HttpReply.of(HttpReply.NO_CONTENT));
      return;
    }
    out.write(']');
    out.write('\n');
    out.close();
  }

  /** Answers one call of a batch; whatever goes wrong is its own answer. */
  private void member(
      Caller caller, JsonRpcCall call, JsonScanner scanner, byte[] body, ReplyStream out)
      throws IOException, JsonSyntaxException {
    long before = out.size();
    Optional<RpcFailure> failure;
    boolean[] begun = new boolean[1];
    try {
      call.read(scanner, body);
      failure =
          execute(
              caller,
              call,
              call.params(),
              () -> {
                if (call.isNotification()) {
                  return OutputStream.nullOutputStream();
                }
                begun[0] = true;
                startMember(out);
                out.write(ReplyText.beforeResult(call));
                return new ResultStream(out);
              });
    } catch (RpcException e) {
      failure = Optional.of(failure(e.code(), String.valueOf(e.getMessage())));
    }
    if (call.isNotification()) {
      return;
    }
    if (failure.isEmpty()) {
      out.write(ReplyText.afterResult(call));
      return;
    }
    if (begun[0] && !out.rollBack(before)) {
      throw new IOException("a call failed after a part of its result was sent");
    }
    startMember(out);
    out.write(ReplyText.failure(call, failure.get()));
  }

  private static void startMember(ReplyStream out) throws IOException {
    if (out.size() > 1) {
      out.write(',');
    }
  }

  private Optional<HttpReply> checkBatch(Caller caller, HttpRequest request)
      throws JsonSyntaxException {
    JsonScanner scanner = new JsonScanner(request.body(), 0, request.length());
    scanner.next();
    while (scanner.next() != Token.END_LIST) {
      JsonRpcCall call = new JsonRpcCall();
      call.read(scanner, request.body());
      if (!whitelist.allows(caller.user(), call.method())) {
        return Optional.of(forbidden(caller, call.method()));
      }
    }
    return Optional.empty();
  }

  private static HttpReply forbidden(Caller caller, String method) {
    log.warn("RPC User {} not allowed to call method {}", caller.user(), method);
    return HttpReply.of(HttpReply.FORBIDDEN);
  }

  /** Has a method run; wipes its parameters. */
  private Optional<RpcFailure> execute(
      Caller caller, JsonRpcCall call, Secret secret, ResultSink sink) throws IOException {
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
      secret.close();
      return Optional.of(failure(RpcErrorCode.IN_WARMUP.code(), stage.get()));
    }
    ActiveCalls.Call running = active.begin(call.method());
    try (Secret params = secret) {
      return directory.answer(
          new RpcRequest(call.method(), params, caller.wallet(), caller.user(), caller.peer()),
          sink);
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

  /** Sends the reply to a call that failed: in version 2 that is none of HTTP's business. */
  private static void failed(HttpAnswer answer, JsonRpcCall call, RpcFailure failure)
      throws IOException {
    fail(answer, call, failure, call.isVersion2() ? HttpReply.OK : statusOf(failure));
  }

  /** Sends the reply to what is no call. */
  private static void fail(HttpAnswer answer, JsonRpcCall call, RpcFailure failure)
      throws IOException {
    fail(answer, call, failure, statusOf(failure));
  }

  private static int statusOf(RpcFailure failure) {
    if (failure.code() == RpcErrorCode.INVALID_REQUEST.code()) {
      return HttpReply.BAD_REQUEST;
    }
    return failure.code() == RpcErrorCode.METHOD_NOT_FOUND.code()
        ? HttpReply.NOT_FOUND
        : HttpReply.INTERNAL_ERROR;
  }

  private static void fail(HttpAnswer answer, JsonRpcCall call, RpcFailure failure, int status)
      throws IOException {
    if (!answer.takeBack()) {
      throw new IOException("a call failed after a part of its result was sent");
    }
    try (ReplyStream out = answer.begin(status, JSON)) {
      out.write(ReplyText.failure(call, failure));
      out.write('\n');
    }
  }
}
