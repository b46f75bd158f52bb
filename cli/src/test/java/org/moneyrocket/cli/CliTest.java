// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.Naming;

public class CliTest {
  private record Reply(int status, String body) {}

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> requests = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private HttpServer server;
  private String input = "";

  @Before
  public void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Path cookie = folder.getRoot().toPath().resolve("regtest/.cookie");
    Files.createDirectories(cookie.getParent());
    Files.writeString(cookie, "__cookie__:secret");
  }

  @After
  public void stopServer() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization =
        exchange.getRequestHeaders().getFirst("Authorization").replace("Basic", "").strip();
    requests.add(
        exchange.getRequestURI()
            + " "
            + new String(Base64.getDecoder().decode(authorization), StandardCharsets.UTF_8)
            + " "
            + body.strip());
    Reply reply = replies.removeFirst();
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  public void textsArePrintedWithoutQuotesAndTheRestAsJson() {
    reply("\"hello\"");
    assertThat(run("getbestblockhash")).isZero();
    assertThat(out()).isEqualTo("hello\n");
    assertThat(requests)
        .containsExactly(
            "/ __cookie__:secret"
                + " {\"method\":\"getbestblockhash\",\"params\":[],\"id\":\"1\",\"jsonrpc\":\"2.0\"}");
    reply("{\"a\":[1.10000000]}");
    run("x");
    assertThat(out()).isEqualTo("{\n  \"a\": [\n    1.10000000\n  ]\n}\n");
    reply("null");
    assertThat(run("x")).isZero();
    assertThat(out()).isEmpty();
  }

  @Test
  public void errorsOfTheServerGiveTheirCodeAsStatus() {
    replies.add(
        new Reply(
            200, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-8,\"message\":\"bad\"},\"id\":1}"));
    assertThat(run("getblockhash", "1")).isEqualTo(8);
    assertThat(errors()).isEqualTo("error code: -8\nerror message:\nbad\n");
    replies.add(
        new Reply(
            500, "{\"result\":null,\"error\":{\"code\":-19,\"message\":\"which?\"},\"id\":1}"));
    assertThat(run("getbalance")).isEqualTo(19);
    assertThat(errors())
        .isEqualTo(
            "error code: -19\n"
                + "error message:\n"
                + "which? Or for the CLI, specify the \"-rpcwallet=<walletname>\" option before the"
                + " command (run \"bitcoin-cli -h\" for help or \"bitcoin-cli listwallets\" to see"
                + " which wallets are currently loaded).\n");
  }

  @Test
  public void failuresOfTheConnectionAreExplained() {
    replies.add(new Reply(503, "Work queue depth exceeded"));
    assertThat(run("x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: Server response: Work queue depth exceeded\n");
    replies.add(new Reply(403, ""));
    assertThat(run("x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: server returned HTTP error 403\n");
    replies.add(new Reply(200, "nonsense"));
    run("x");
    assertThat(errors()).isEqualTo("error: couldn't parse reply from server\n");
    replies.add(new Reply(401, ""));
    run("x");
    assertThat(errors())
        .startsWith(
            "error: Authorization failed: Cookie file credentials were invalid and no rpcpassword"
                + " was specified. Configuration file: (");
    replies.add(new Reply(401, ""));
    run("-norpccookiefile", "x");
    assertThat(errors()).contains("Cookie file was disabled via -norpccookiefile");
    replies.add(new Reply(401, ""));
    run("-rpccookiefile=none", "x");
    assertThat(errors()).contains("Failed to read cookie file and no rpcpassword was specified.");
    replies.add(new Reply(401, ""));
    run("-rpcpassword=x", "x");
    assertThat(errors()).contains("Incorrect rpcuser or rpcpassword were specified.");
  }

  @Test
  public void nobodyThere() {
    server.stop(0);
    assertThat(run("x")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo(
            "error: Error while attempting to communicate with server 127.0.0.1:"
                + server.getAddress().getPort()
                + " (Could not connect to the server)\n\n"
                + "Make sure the bitcoind server is running and that you are connecting to the"
                + " correct RPC port.\n"
                + "Use \"bitcoin-cli -help\" for more info.\n");
    assertThat(run("-rpcwait", "-rpcwaittimeout=1", "x")).isEqualTo(1);
    assertThat(errors()).startsWith("error: timeout on transient error: Error while attempting");
  }

  @Test
  public void waitsWhileTheServerWarmsUp() {
    replies.add(new Reply(200, "{\"error\":{\"code\":-28,\"message\":\"Loading\"},\"id\":\"1\"}"));
    reply("5");
    assertThat(run("-rpcwait", "getblockcount")).isZero();
    assertThat(out()).isEqualTo("5\n");
    assertThat(requests).hasSize(2);
  }

  @Test
  public void secretsAndArgumentsComeFromStandardInputInOrder() {
    reply("null");
    input = "pw\nphrase\nextra one\n";
    assertThat(
            run(
                "-rpcuser=u",
                "-stdinrpcpass",
                "-stdinwalletpassphrase",
                "-stdin",
                "walletpassphrasechange"))
        .isZero();
    assertThat(requests.get(0))
        .startsWith("/ u:pw ")
        .contains("\"params\":[\"phrase\",\"extra one\"]");
    input = "x\n";
    assertThat(run("-stdinwalletpassphrase", "getblock")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo(
            "error: -stdinwalletpassphrase is only applicable for walletpassphrase(change)\n");
    input = "";
    assertThat(run("-stdinrpcpass", "getblock")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo("error: -stdinrpcpass specified but failed to read from standard input\n");
  }

  @Test
  public void optionsChooseWalletAndId() {
    reply("1");
    run("-rpcwallet=a b/ü", "-rpcid=my", "getbalance");
    assertThat(requests.get(0)).startsWith("/wallet/a%20b%2f%c3%bc ").contains("\"id\":\"my\"");
    reply("1");
    run("-norpcwallet", "getbalance");
    assertThat(requests.get(1)).startsWith("/ ");
  }

  @Test
  public void wrongCommandLinesAreRefused() {
    assertThat(run("-dash", "x")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo("Error parsing command line arguments: Invalid parameter -dash\n");
    assertThat(run()).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: too few parameters (need at least command)\n");
    assertThat(run("-getinfo", "-netinfo")).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: Only one of -getinfo, -netinfo may be specified.\n");
    assertThat(run("-signet", "x")).isEqualTo(1);
    assertThat(errors()).startsWith("Error: Invalid combination of -regtest, -signet,");
    assertThat(run("-rpcconnect=127.0.0.1:notaport", "x")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo("error: Invalid port provided in -rpcconnect: 127.0.0.1:notaport\n");
    assertThat(run("-rpcport=0", "x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: Invalid port provided in -rpcport: 0\n");
    assertThat(run("-ipcconnect=unix", "x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("error: bitcoin-cli was not built with IPC support\n");
    assertThat(run("-version")).isZero();
    assertThat(out()).startsWith("Moneyrocket RPC client version v");
    assertThat(run("-help")).isZero();
    assertThat(out())
        .contains("Usage: bitcoin-cli [options] <command> [params]", "\nCLI Commands:\n");
  }

  @Test
  public void generateMinesToANewAddress() {
    reply("\"addr\"");
    reply("[\"00\"]");
    assertThat(run("-generate", "3", "7")).isZero();
    assertThat(out())
        .isEqualTo("{\n  \"address\": \"addr\",\n  \"blocks\": [\n    \"00\"\n  ]\n}\n");
    assertThat(requests.get(1)).contains("\"params\":[3,\"addr\",7]");
    reply("\"addr\"");
    assertThat(run("-generate", "0")).isEqualTo(1);
    assertThat(errors()).contains("must be an integer value greater than zero");
  }

  @Test
  public void getinfoShowsAnOverview() {
    replies.add(
        new Reply(
            200,
            """
            [{"id":1,"result":{"chain":"regtest","blocks":3,"headers":4,"verificationprogress":0.5,"difficulty":4.6e-10}},
             {"id":0,"result":{"version":100,"timeoffset":0,"connections":3,"connections_in":1,"connections_out":2,
              "networks":[{"name":"ipv4","proxy":"p:1"},{"name":"ipv6","proxy":"p:1"},{"name":"i2p","proxy":""}],
              "relayfee":0.00000100,"warnings":[]}},
             {"id":2,"error":{"code":-18,"message":"none"}},{"id":3,"error":{"code":-18,"message":"none"}}]\
            """));
    reply("[\"\",\"w\"]");
    reply("{\"mine\":{\"trusted\":1.00000000}}");
    reply("{\"mine\":{\"trusted\":21.00000000}}");
    assertThat(run("-getinfo", "-color=never")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Chain: regtest
            Blocks: 3
            Headers: 4
            Verification progress: ▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░ 50.0000%
            Difficulty: 4.6e-10

            Network: in 1, out 2, total 3
            Version: 100
            Time offset (s): 0
            Proxies: p:1 (ipv4, ipv6)
            Min tx relay fee rate (BTC/kvB): 0.00000100

            Balances
            1.00000000 ""
            21.00000000 w

            Warnings: (none)
            """
                .replace("1.00000000 \"\"", " 1.00000000 \"\""));
  }

  @Test
  public void netinfoListsPeers() {
    String answer =
        """
        [{"id":0,"result":[
          {"id":7,"network":"ipv4","inbound":false,"connection_type":"manual","minping":0.001,"pingtime":0.002,
           "addr":"127.0.0.1:1","servicesnames":["NETWORK","WITNESS","NETWORK_LIMITED","P2P_V2"],
           "transport_protocol_type":"v2","version":70016,"subver":"/x/","relaytxes":true},
          {"id":8,"network":"ipv4","inbound":true,"connection_type":"inbound","version":70016,"subver":"/y/",
           "addr":"127.0.0.1:2","servicesnames":[],"relaytxes":false}]},
         {"id":1,"result":{"protocolversion":70016,"subversion":"/z/","localservicesnames":["NETWORK"],
          "networks":[{"name":"ipv4","reachable":true}],"localaddresses":[]}}]\
        """;
    replies.add(new Reply(200, answer));
    assertThat(run("-netinfo")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Moneyrocket client v0.1.0 regtest - server 70016/z/

                     ipv4   total   block  manual
            in          1       1
            out         1       1       0       1
            total       2       2

            Local services: network

            Local addresses: n/a

            """);
    replies.add(new Reply(200, answer));
    assertThat(run("-netinfo", "4", "outonly")).isZero();
    assertThat(out())
        .contains(
            "- services n\n",
            "\nout manual  ipv4   nwl2  2      1      2",
            " 7 127.0.0.1:1 70016/x/")
        .doesNotContain("127.0.0.1:2");
    assertThat(run("-netinfo", "x")).isEqualTo(1);
    assertThat(errors()).startsWith("error: invalid -netinfo level argument: x\n");
  }

  private void reply(String result) {
    replies.add(new Reply(200, "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":1}\n"));
  }

  private int run(String... arguments) {
    out.reset();
    errors.reset();
    List<String> all = new ArrayList<>();
    all.add("-regtest");
    all.add("-datadir=" + folder.getRoot());
    if (!List.of(arguments).toString().contains("-rpcport")) {
      all.add("-rpcport=" + server.getAddress().getPort());
    }
    all.addAll(List.of(arguments));
    return new Cli(
            Naming.BITCOIN,
            Map.of(),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8))
        .run(all);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
