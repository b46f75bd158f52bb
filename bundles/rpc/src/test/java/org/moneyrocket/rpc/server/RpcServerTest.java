// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMemory;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.control.Echo;
import org.moneyrocket.rpc.control.GetRpcInfo;
import org.moneyrocket.rpc.control.Help;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;

public class RpcServerTest {
  // Password "bitcoin".
  private static final String USER1 =
      "-rpcauth=user1:6dd184e5e69271fdd69103464630014f$"
          + "eb3d7ce67c4d1ff3564270519b03b636c0291012692a5fa3dd1d2075daedd07b";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final RpcDirectory directory = new RpcDirectory();
  private final ActiveCalls active = new ActiveCalls();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private Optional<String> stage = Optional.empty();
  private @Nullable RpcServer server;

  @After
  public void stop() {
    release.countDown();
    if (server != null) {
      server.close();
    }
  }

  @Test
  public void callsOfVersion1AreAnsweredWithResultErrorAndId() throws IOException {
    start();
    assertThat(post("{\"method\":\"echo\",\"params\":[1,\"é\"],\"id\":\"x\"}"))
        .isEqualTo(new Answer(200, "{\"result\":[1,\"é\"],\"error\":null,\"id\":\"x\"}\n"));
    assertThat(post("{\"method\":\"echo\",\"jsonrpc\":\"1.0\"}").body())
        .isEqualTo("{\"result\":[],\"error\":null}\n");
    assertThat(post("{\"method\":\"nosuch\",\"id\":7}"))
        .isEqualTo(
            new Answer(
                404,
                "{\"result\":null,\"error\":{\"code\":-32601,\"message\":\"Method not"
                    + " found\"},\"id\":7}\n"));
    assertThat(post("{\"method\":\"fail\",\"id\":7}"))
        .isEqualTo(
            new Answer(
                500,
                "{\"result\":null,\"error\":{\"code\":-5,\"message\":\"no \\\"such\\\""
                    + " thing\"},\"id\":7}\n"));
  }

  @Test
  public void callsOfVersion2AreAnsweredWithOneOfBothAndStatus200() throws IOException {
    start();
    assertThat(
            post("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"arg1\":2},\"id\":null}"))
        .isEqualTo(new Answer(200, "{\"jsonrpc\":\"2.0\",\"result\":[null,2],\"id\":null}\n"));
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"nosuch\",\"id\":1}"))
        .isEqualTo(
            new Answer(
                200,
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not"
                    + " found\"},\"id\":1}\n"));
  }

  @Test
  public void notificationsGetNoContent() throws IOException {
    start();
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}")).isEqualTo(new Answer(204, ""));
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}")).isEqualTo(new Answer(204, ""));
  }

  @Test
  public void badRequestsAreNamed() throws IOException {
    start();
    assertError(500, -32700, "Parse error", "");
    assertError(500, -32700, "Parse error", "this is bad");
    assertError(500, -32700, "Parse error", "{} {}");
    assertError(500, -32700, "Top-level object parse error", "5");
    assertError(400, -32600, "Missing method", "{\"id\":1}");
    assertError(400, -32600, "Method must be a string", "{\"method\":1}");
    assertError(
        400, -32600, "Params must be an array or object", "{\"method\":\"echo\",\"params\":1}");
    assertError(400, -32600, "jsonrpc field must be a string", "{\"jsonrpc\":2,\"method\":\"x\"}");
    assertError(400, -32600, "JSON-RPC version not supported", "{\"jsonrpc\":\"3.0\"}");
  }

  @Test
  public void bodiesThatAreNotUtf8AreNoJson() throws IOException {
    start();
    String call = "{\"method\":\"echo\",\"params\":[\"\u00e9\"],\"id\":1}";
    List<byte[]> bodies = new ArrayList<>();
    for (String charset :
        List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "ISO-8859-1")) {
      bodies.add(call.getBytes(Charset.forName(charset)));
    }
    bodies.add(("\ufeff" + call).getBytes(StandardCharsets.UTF_8));
    bodies.add((call + "\0").getBytes(StandardCharsets.UTF_8));
    bodies.add(("[" + call + "]").getBytes(StandardCharsets.UTF_16LE));
    bodies.add("\"\ud834\"".getBytes(StandardCharsets.UTF_16));
    for (byte[] body : bodies) {
      try (Socket socket = connect()) {
        assertThat(exchange(socket, "/", body, cookie()))
            .as(new String(body, StandardCharsets.ISO_8859_1))
            .isEqualTo(
                new Answer(
                    500,
                    "{\"result\":null,\"error\":{\"code\":-32700,\"message\":\"Parse"
                        + " error\"},\"id\":null}\n"));
      }
    }
    assertThat(post(call).status()).isEqualTo(200);
  }

  @Test
  public void theFirstOfRepeatedMembersCounts() throws IOException {
    start();
    assertThat(
            post(
                "{\"id\":1,\"method\":\"echo\",\"method\":\"nosuch\",\"params\":[1],"
                    + "\"params\":[2],\"id\":2}"))
        .isEqualTo(new Answer(200, "{\"result\":[1],\"error\":null,\"id\":1}\n"));
    assertThat(post("{\"id\":1,\"method\":\"echo\",\"params\":[{\"a\":1,\"a\":2}]}").body())
        .isEqualTo("{\"result\":[{\"a\":1,\"a\":2}],\"error\":null,\"id\":1}\n");
    assertError(
        500,
        -8,
        "Parameter arg0 specified multiple times",
        "{\"method\":\"echo\",\"params\":{\"arg0\":1,\"arg0\":2}}");
  }

  private void assertError(int status, int code, String message, String body) throws IOException {
    Answer answer = post(body);
    assertThat(answer.status()).isEqualTo(status);
    JsonNode error = Json.parse(answer.body()).get("error");
    assertThat(error.get("message").textValue()).isEqualTo(message);
    assertThat(error.get("code").intValue()).isEqualTo(code);
  }

  @Test
  public void batchesAreAnsweredOneByOne() throws IOException {
    start();
    assertThat(post("[]")).isEqualTo(new Answer(200, "[]\n"));
    assertThat(
            post(
                "[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1},"
                    + "{\"jsonrpc\":\"2.0\",\"method\":\"echo\"},"
                    + "{\"method\":\"fail\",\"id\":2},"
                    + "{\"pizza\":\"sausage\",\"id\":3}]"))
        .isEqualTo(
            new Answer(
                200,
                "[{\"jsonrpc\":\"2.0\",\"result\":[],\"id\":1},"
                    + "{\"result\":null,\"error\":{\"code\":-5,\"message\":\"no \\\"such\\\""
                    + " thing\"},\"id\":2},"
                    + "{\"result\":null,\"error\":{\"code\":-32600,\"message\":\"Missing"
                    + " method\"},\"id\":3}]\n"));
    assertThat(post("[{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}]")).isEqualTo(new Answer(204, ""));
    assertThat(post("[7]").body())
        .isEqualTo(
            "[{\"result\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid Request"
                + " object\"},\"id\":null}]\n");
  }

  @Test
  public void untilTheNodeIsReadyEveryCallSaysWhatItDoes() throws IOException {
    start();
    stage = Optional.of("Loading block index…");
    assertError(500, -28, "Loading block index…", "{\"method\":\"echo\"}");
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"nosuch\",\"id\":1}").body())
        .contains("\"code\":-28");
  }

  @Test
  public void onlyKnownUsersAreServed() throws IOException {
    start(USER1, "-rpcuser=alice", "-rpcpassword=geheim:1");
    assertThat(folder.getRoot().toPath().resolve("regtest/.cookie")).doesNotExist();
    assertThat(status("user1:bitcoin")).isEqualTo(200);
    assertThat(status("alice:geheim:1")).isEqualTo(200);
    for (String wrong : List.of("user1:wrong", "user1wrong:bitcoin", "alice:", "alice", ":")) {
      assertThat(status(wrong)).as(wrong).isEqualTo(401);
    }
    String answer = raw("POST / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 401 Unauthorized\r\n")
        .contains("WWW-Authenticate: Basic realm=\"jsonrpc\"\r\n");
    for (String wrong : List.of("Bearer x", "Basic !!!", "Basic ", "Digest a=b")) {
      assertThat(
              raw("POST / HTTP/1.1\r\nConnection: close\r\nAuthorization: " + wrong + "\r\n\r\n"))
          .startsWith("HTTP/1.1 401 ");
    }
  }

  private int status(String pair) throws IOException {
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return Integer.parseInt(
        raw("POST / HTTP/1.1\r\nConnection: close\r\nAuthorization: Basic "
                + auth
                + "\r\nContent-Length: 17\r\n\r\n{\"method\":\"echo\"}")
            .substring(9, 12));
  }

  @Test
  public void malformedCredentialsStopTheStart() {
    for (String wrong :
        List.of("", "\"\"", "foo", "foo:bar", "foo:bar:baz", "foo$bar:baz", "foo$bar$baz")) {
      assertThatThrownBy(() -> start("-rpcauth=" + wrong))
          .as(wrong)
          .isInstanceOf(StartException.class)
          .hasMessage("Unable to start HTTP server. See debug log for details.");
    }
    assertThatThrownBy(() -> start("-rpccookieperms=me")).isInstanceOf(StartException.class);
    assertThatThrownBy(() -> start("-rpcallowip=example.org"))
        .hasMessageStartingWith("Invalid -rpcallowip subnet specification: example.org.");
  }

  @Test
  public void whitelistsLimitUsers() throws IOException {
    start("-rpcwhitelist=__cookie__:echo, help", "-rpcwhitelist=__cookie__:echo,fail", USER1);
    assertThat(post("{\"method\":\"echo\"}").status()).isEqualTo(200);
    assertThat(post("{\"method\":\"help\"}")).isEqualTo(new Answer(403, ""));
    assertThat(post("[{\"method\":\"echo\"},{\"method\":\"fail\"}]"))
        .isEqualTo(new Answer(403, ""));
    assertThat(status("user1:bitcoin")).isEqualTo(403);
  }

  @Test
  public void withoutDefaultOthersAreNotLimited() throws IOException {
    start("-rpcwhitelist=somebody:echo", "-rpcwhitelistdefault=0", USER1);
    assertThat(status("user1:bitcoin")).isEqualTo(200);
  }

  @Test
  public void thePathNamesTheWallet() throws IOException {
    start();
    assertThat(post("/", "{\"method\":\"wallet\"}").body()).contains("\"result\":null");
    assertThat(post("/wallet/", "{\"method\":\"wallet\"}").body()).contains("\"result\":\"\"");
    assertThat(post("/wallet/a%20b+c%2Fd", "{\"method\":\"wallet\"}").body())
        .contains("\"result\":\"a b+c/d\"");
    assertThat(post("/nowhere", "{}").status()).isEqualTo(404);
    assertThat(post("/wallets", "{}").status()).isEqualTo(404);
  }

  @Test
  public void onlyPostIsServed() throws IOException {
    start();
    for (String method : List.of("TRACE", "CONNECT", "DELETE", "PATCH", "OPTIONS")) {
      assertThat(raw(method + " / HTTP/1.1\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 405 Method Not Allowed\r\n");
    }
    assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .endsWith("JSONRPC server handles only POST requests");
  }

  @Test
  public void aFullQueueIsToldAtOnce() throws Exception {
    start("-rpcthreads=1", "-rpcworkqueue=1");
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.startVirtualThread(() -> quietPost("{\"method\":\"block\"}")));
    entered.await();
    threads.add(Thread.startVirtualThread(() -> quietPost("{\"method\":\"echo\"}")));
    Answer answer;
    do {
      answer = post("{\"method\":\"echo\"}", 200);
    } while (answer.status() != 503);
    assertThat(answer.body()).isEqualTo("Work queue depth exceeded");
    release.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void quietPost(String body) {
    try {
      post(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void runningCallsAreListed() throws Exception {
    start();
    Thread thread = Thread.startVirtualThread(() -> quietPost("{\"method\":\"block\"}"));
    entered.await();
    JsonNode commands =
        Json.parse(post("{\"method\":\"getrpcinfo\"}").body()).at("/result/active_commands");
    assertThat(commands).hasSize(2);
    assertThat(commands.get(0).get("method").textValue()).isEqualTo("block");
    assertThat(commands.get(0).get("duration").longValue()).isNotNegative();
    release.countDown();
    thread.join();
  }

  @Test
  public void stoppingLetsRunningCallsEndAndRemovesTheCookie() throws Exception {
    start();
    Path cookie = folder.getRoot().toPath().resolve("regtest/.cookie");
    assertThat(cookie).exists();
    List<Answer> answers = new ArrayList<>();
    String pair = Files.readString(cookie);
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                answers.add(post("/", "{\"method\":\"block\"}", pair));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    entered.await();
    running().beginStop();
    release.countDown();
    running().close();
    thread.join();
    assertThat(answers).containsExactly(new Answer(200, "{\"result\":\"done\",\"error\":null}\n"));
    assertThat(cookie).doesNotExist();
    assertThatThrownBy(() -> new Socket("127.0.0.1", running().ports().get(1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  public void modulesComeAndGo() throws IOException {
    start();
    RpcTable more = table(method(MethodSpec.method("more", "network"), call -> Json.number(1)));
    directory.add(more);
    assertThat(post("{\"method\":\"more\"}").body()).contains("\"result\":1");
    assertThat(post("{\"method\":\"help\"}").body())
        .contains(
            "== Control ==\\ngetrpcinfo\\nhelp ( \\\"command\\\" )\\n\\n== Network ==\\nmore\"");
    directory.remove(more);
    Thread.startVirtualThread(
        () -> {
          try {
            Thread.sleep(200);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          directory.add(more);
        });
    assertThat(post("{\"method\":\"more\"}").body()).contains("\"result\":1");
  }

  @Test
  public void helpExplainsOneMethod() throws IOException {
    start();
    assertThat(result("help", "[\"foo\"]").textValue()).isEqualTo("help: unknown command: foo");
    assertThat(result("help", "[\"help\"]").textValue()).startsWith("help ( \"command\" )\n\n");
    assertThat(result("help", "[\"dump_all_command_conversions\"]").toString())
        .contains("[\"help\",0,\"command\",true]");
    assertError(
        500,
        -1,
        directory.methods().get("help").help(),
        "{\"method\":\"help\",\"params\":[\"a\",\"b\"]}");
  }

  @Test
  public void walletCallsGoToTheProcessThatHasTheWallet() throws IOException {
    start();
    directory.add(walletTable("one", "a"));
    directory.add(walletTable("two", "b", "c"));
    assertThat(post("/wallet/c", "{\"method\":\"who\"}").body()).contains("\"two\"");
    assertThat(post("/wallet/a", "{\"method\":\"who\"}").body()).contains("\"one\"");
    assertThat(post("/", "{\"method\":\"who\"}").body()).contains("\"code\":-19");
    assertThat(result("listwallets", "[]").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
  }

  private static RpcTable walletTable(String process, String... wallets) {
    return new RpcTable(
        Settings.of(Program.NODE),
        List.of(
            method(MethodSpec.method("who", "wallet").onWallet(), call -> Json.text(process)),
            method(
                MethodSpec.method("listwallets", "wallet"), call -> Json.array(List.of(wallets)))),
        () -> List.of(wallets));
  }

  private JsonNode result(String method, String params) throws IOException {
    String body = "{\"method\":\"" + method + "\",\"params\":" + params + "}";
    return Json.parse(post(body).body()).get("result");
  }

  private record Answer(int status, String body) {}

  private Answer post(String body) throws IOException {
    return post("/", body);
  }

  private Answer post(String body, int timeoutMillis) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(timeoutMillis);
      return exchange(socket, "/", body, cookie());
    } catch (java.net.SocketTimeoutException e) {
      return new Answer(0, "");
    }
  }

  private Answer post(String path, String body) throws IOException {
    return post(path, body, cookie());
  }

  private String cookie() throws IOException {
    return Files.readString(folder.getRoot().toPath().resolve("regtest/.cookie"));
  }

  private Answer post(String path, String body, String pair) throws IOException {
    try (Socket socket = connect()) {
      return exchange(socket, path, body, pair);
    }
  }

  private Answer exchange(Socket socket, String path, String body, String pair) throws IOException {
    return exchange(socket, path, body.getBytes(StandardCharsets.UTF_8), pair);
  }

  private Answer exchange(Socket socket, String path, byte[] bytes, String pair)
      throws IOException {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nConnection: close\r\nAuthorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(bytes);
    socket.getOutputStream().write(all.toByteArray());
    String answer = readAll(socket.getInputStream());
    int end = answer.indexOf("\r\n\r\n");
    return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(end + 4));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return readAll(socket.getInputStream());
    }
  }

  private static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private Socket connect() throws IOException {
    return new Socket("127.0.0.1", running().ports().get(running().ports().size() - 1));
  }

  private RpcServer running() {
    RpcServer known = server;
    if (known == null) {
      throw new IllegalStateException("the server is not started");
    }
    return known;
  }

  private void start(String... arguments) {
    if (directory.methods().isEmpty()) {
      directory.add(
          table(
              new Help(directory),
              new GetRpcInfo(active, "log"),
              new Echo("echo"),
              method(
                  MethodSpec.method("fail", "hidden"),
                  call -> {
                    throw new RpcException(
                        RpcErrorCode.INVALID_ADDRESS_OR_KEY, "no \"such\" thing");
                  }),
              method(
                  MethodSpec.method("wallet", "hidden").onWallet(),
                  call -> call.wallet().map(Json::text).orElse(Json.none())),
              method(
                  MethodSpec.method("block", "hidden")
                      .params(Param.number("n", "").optional())
                      .results(Result.text("", "")),
                  call -> {
                    entered.countDown();
                    try {
                      release.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    return Json.text("done");
                  })));
    }
    folder.getRoot().toPath().resolve("regtest").toFile().mkdirs();
    List<String> all =
        new ArrayList<>(
            List.of("-regtest", "-datadir=" + folder.getRoot(), "-rpcport=" + freePort()));
    all.addAll(List.of(arguments));
    Settings settings = Settings.of(Program.NODE, all.toArray(String[]::new));
    server = new RpcServer(settings, directory, active, () -> stage, RpcMemory.process());
  }

  private static int freePort() {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RpcTable table(RpcMethod... methods) {
    return new RpcTable(Settings.of(Program.NODE), List.of(methods));
  }

  private static RpcMethod method(MethodSpec spec, Function<RpcCall, JsonNode> body) {
    return new RpcMethod() {
      @Override
      public MethodSpec spec() {
        return spec;
      }

      @Override
      public JsonNode run(RpcCall call) {
        return body.apply(call);
      }
    };
  }
}
